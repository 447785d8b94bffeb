package org.addernet.tensor;

/** Thrown when the shape of a tensor does not fit the operation it is given to; the message names both and the fix. */
public final class ShapeException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception with a message that names the operation, the shapes and the fix. */
    public ShapeException(String message) {
        super(message);
    }
}
