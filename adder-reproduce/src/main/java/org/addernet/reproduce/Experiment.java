package org.addernet.reproduce;

import java.io.IOException;

/** A table or a figure of the paper that can be made again. */
interface Experiment {

    /** Returns the name in commands and files, such as {@code table1}. */
    String name();

    /** Returns what the experiment shows, in one line. */
    String title();

    /**
     * Runs the experiment, or what earlier runs have left of it.
     *
     * @throws OutOfTimeException if a training does not fit the time
     */
    Section run(Laboratory laboratory) throws IOException;
}
