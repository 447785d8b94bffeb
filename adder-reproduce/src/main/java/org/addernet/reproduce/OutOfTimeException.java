package org.addernet.reproduce;

/** Thrown when a training does not fit the time that is left. */
final class OutOfTimeException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    OutOfTimeException(String message) {
        super(message);
    }
}
