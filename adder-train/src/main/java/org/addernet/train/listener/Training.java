package org.addernet.train.listener;

import org.addernet.nn.Model;

/** A training as its listeners see it. */
public interface Training {

    /** Returns the model that is trained. */
    Model model();

    /** Ends the training after the epoch that is under way, as if it were the last. */
    void stop();
}
