package org.addernet.train;

/** Thrown when the loss is NaN or infinite; the message says where and what to try. The parameters are as before the step. */
public final class NonFiniteLossException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with its message. */
    public NonFiniteLossException(String message) {
        super(message);
    }
}
