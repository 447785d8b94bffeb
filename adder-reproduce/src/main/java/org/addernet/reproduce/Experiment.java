package org.addernet.reproduce;

import java.io.IOException;

/** A table or a figure of the paper that can be made again. */
interface Experiment {

    /** Returns the name in commands and files, such as {@code table1}. */
    String name();

    /** Returns what the experiment shows, in one line. */
    String title();

    /** Returns what the paper says. */
    String paper();

    /**
     * Runs the experiment, or what earlier runs have left of it.
     *
     * @param draft takes what comes out
     * @throws NoResultException if a training that it needs diverges or does not fit the time
     */
    void run(Laboratory laboratory, Draft draft) throws IOException;
}
