package org.addernet.nn;

/**
 * How many multiplications, additions and XNORs an inference takes; a subtraction is an addition.
 *
 * @param multiplications the multiplications
 * @param additions the additions and subtractions; among them, for each XNOR, the one that counts its bit
 * @param xnors the products of two signs, of which a processor makes 64 at once
 */
public record OperationCount(long multiplications, long additions, long xnors) {

    /** No operation at all. */
    public static final OperationCount NONE = new OperationCount(0, 0);

    /** Creates a count without XNORs. */
    public OperationCount(long multiplications, long additions) {
        this(multiplications, additions, 0);
    }

    /** Returns the sum of two counts. */
    public OperationCount plus(OperationCount other) {
        return new OperationCount(
                multiplications + other.multiplications, additions + other.additions, xnors + other.xnors);
    }
}
