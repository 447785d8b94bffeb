package org.addernet.cli;

import org.addernet.kernel.GradientRule;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.ModelZoo;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of commands that look at a model without training it. */
final class ModelOptions extends NetworkOptions {

    @Option(names = "--classes", description = "Classes to tell apart (default: those of the model's usual data).")
    @Nullable
    Integer classes;

    /** Returns the model, initialised. */
    Model newModel() {
        int outputs = classes == null ? ModelZoo.entry(model).classes() : classes;
        return ModelZoo.create(model, outputs, similarity, GradientRule.of(similarity));
    }
}
