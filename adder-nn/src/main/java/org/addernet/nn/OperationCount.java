package org.addernet.nn;

/**
 * How many multiplications and additions an inference takes; a subtraction is an addition.
 *
 * @param multiplications the multiplications
 * @param additions the additions and subtractions
 */
public record OperationCount(long multiplications, long additions) {

    /** No operation at all. */
    public static final OperationCount NONE = new OperationCount(0, 0);

    /** Returns the sum of two counts. */
    public OperationCount plus(OperationCount other) {
        return new OperationCount(multiplications + other.multiplications, additions + other.additions);
    }
}
