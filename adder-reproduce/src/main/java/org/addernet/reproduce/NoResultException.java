package org.addernet.reproduce;

/** Thrown when a training that an experiment needs diverges or does not fit the time that is left. */
final class NoResultException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NoResultException(String message) {
        super(message);
    }
}
