package org.addernet.train;

/**
 * Thrown when a loss, or what would go into a checkpoint, is NaN or infinite; the message says where and what to try.
 *
 * <p>The last checkpoint is from before that.
 */
public final class NonFiniteLossException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with its message. */
    public NonFiniteLossException(String message) {
        super(message);
    }
}
