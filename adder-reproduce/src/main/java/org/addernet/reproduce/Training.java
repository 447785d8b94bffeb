package org.addernet.reproduce;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.addernet.kernel.Similarity;

/**
 * A training that experiments share: the recipe of the paper's section 4.1 with other values for some options of
 * {@code adder train}.
 *
 * @param options their values by name
 */
record Training(Map<String, String> options) {

    private static final List<String> RECIPE = List.of("--recipe", "paper-mnist");

    /** These speak for themselves in a folder's name. */
    private static final List<String> PLAIN = List.of("--model", "--data", "--similarity");

    static Training of(String model, String data, Similarity similarity, int epochs) {
        return new Training(Map.of())
                .with("--model", model)
                .with("--data", data)
                .with("--similarity", similarity.toString())
                .with("--epochs", epochs);
    }

    /** Returns the same training but for one option. */
    Training with(String option, Object value) {
        Map<String, String> changed = new LinkedHashMap<>(options);
        changed.put(option, value.toString());
        return new Training(changed);
    }

    int epochs() {
        return Integer.parseInt(Objects.requireNonNull(options.get("--epochs")));
    }

    /** Returns what decides how long an epoch takes. */
    String kind() {
        List<String> kind = new ArrayList<>();
        for (String option : List.of("--model", "--data", "--similarity", "--images")) {
            kind.add(options.getOrDefault(option, ""));
        }
        return String.join(" ", kind);
    }

    /** Returns the name of its folder, which tells trainings apart. */
    String name() {
        List<String> words = new ArrayList<>();
        options.forEach(
                (option, value) -> words.add(PLAIN.contains(option) ? value : option.substring(2) + "-" + value));
        return String.join("_", words).replaceAll("[^A-Za-z0-9._+-]", "-");
    }

    /** Returns the arguments of {@code adder train}. */
    List<String> arguments() {
        List<String> arguments = new ArrayList<>(RECIPE);
        options.forEach((option, value) -> arguments.addAll(List.of(option, value)));
        return arguments;
    }

    /** Returns the command for the terminal. */
    String command() {
        return "adder train " + String.join(" ", arguments());
    }
}
