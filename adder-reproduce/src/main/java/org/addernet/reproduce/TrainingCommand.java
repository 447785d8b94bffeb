package org.addernet.reproduce;

import java.io.IOException;

/** The command {@code adder train}. */
@FunctionalInterface
public interface TrainingCommand {

    /**
     * Trains as the arguments say.
     *
     * @throws IOException if a file cannot be read or written
     * @throws org.addernet.train.NonFiniteLossException if a loss is NaN or infinite
     */
    void train(String... arguments) throws IOException;
}
