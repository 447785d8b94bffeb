package org.addernet.reproduce;

import java.nio.file.Path;

/**
 * How much is to be reproduced.
 *
 * @param folder where trainings, figures and the report go
 * @param runs the folder with the runs of {@code adder train} whose results the tables of accuracies quote
 * @param data the data set of the experiments on MNIST
 * @param quick whether to train for a few epochs only, to see what there is to see
 * @param seeds how many seeds each training is repeated with
 * @param hours how long it may take, or infinity
 */
public record Setting(Path folder, Path runs, String data, boolean quick, int seeds, double hours) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if seeds is less than 1 or hours is not positive
     */
    public Setting {
        if (seeds < 1) {
            throw new IllegalArgumentException("seeds is " + seeds + ", it must be at least 1");
        }
        if (!(hours > 0)) {
            throw new IllegalArgumentException("hours is " + hours + ", it must be more than 0");
        }
    }
}
