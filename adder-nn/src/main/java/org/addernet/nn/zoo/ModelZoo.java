package org.addernet.nn.zoo;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;

/** The ready models by name. */
public final class ModelZoo {

    private static final TreeMap<String, Builder> BUILDERS = new TreeMap<>(Map.of(LeNet5.NAME, LeNet5::bn));

    private ModelZoo() {}

    /** Returns the names, sorted. */
    public static List<String> names() {
        return List.copyOf(BUILDERS.keySet());
    }

    /**
     * Builds a model.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static Model create(String name, int classes, Similarity similarity, GradientRule rule) {
        Builder builder = BUILDERS.get(name);
        if (builder == null) {
            throw new IllegalArgumentException(
                    "there is no model \"" + name + "\", known are " + String.join(", ", names()));
        }
        return builder.build(classes, similarity, rule);
    }

    private interface Builder {
        Model build(int classes, Similarity similarity, GradientRule rule);
    }
}
