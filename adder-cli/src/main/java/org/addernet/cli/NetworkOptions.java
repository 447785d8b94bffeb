package org.addernet.cli;

import org.addernet.kernel.Similarity;
import org.addernet.nn.zoo.LeNet5;
import picocli.CommandLine.Option;

/** The options that name a network. */
class NetworkOptions {

    @Option(
            names = "--model",
            defaultValue = LeNet5.NAME,
            description = "The network; see adder models (default: ${DEFAULT-VALUE}).")
    String model = "";

    @Option(
            names = "--similarity",
            defaultValue = "l1",
            description = "l1, l2, cross-correlation or xnor (default: ${DEFAULT-VALUE}).")
    Similarity similarity = Similarity.L1;
}
