package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of a training by name, whether they are given, a recipe's, or those that its checkpoints keep.
 *
 * @param spec the command whose options they are
 * @param passing those that do not change the result, and so are not kept in checkpoints
 */
record RunOptions(CommandSpec spec, Set<String> passing) {

    /** Returns the options of the command line. */
    Map<String, String> given() {
        Map<String, String> given = new LinkedHashMap<>();
        for (OptionSpec option : spec.commandLine().getParseResult().matchedOptions()) {
            given.put(option.longestName(), String.join(",", option.originalStringValues()));
        }
        return given;
    }

    /** Returns the options that decide the result, defaults included. */
    Map<String, String> kept() {
        Map<String, String> kept = new TreeMap<>();
        for (OptionSpec option : spec.options()) {
            List<String> values = option.originalStringValues();
            if (!values.isEmpty()) {
                kept.put(option.longestName(), String.join(",", values));
            } else if (option.defaultValue() != null) {
                kept.put(option.longestName(), option.defaultValue());
            }
        }
        kept.keySet().removeAll(passing);
        return kept;
    }

    /** Sets the options that are not given. */
    void fill(Map<String, String> values) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.putAll(given());
        set(all);
    }

    /**
     * Sets the options that a run was started with; those that do not change the result are not taken from it.
     *
     * @param stored the options as a file has them
     * @param run the run's folder, for messages
     * @throws IllegalArgumentException if a given one contradicts them
     * @throws IOException if one of them is unknown, or has a value that it cannot have
     */
    void adopt(Map<String, String> stored, Path run) throws IOException {
        Map<String, String> values = new LinkedHashMap<>(stored);
        values.keySet().removeAll(passing);
        for (String name : values.keySet()) {
            if (spec.findOption(name) == null) {
                throw new IOException(run + ": the run has the option " + name + ", which this version does not know");
            }
        }
        for (Map.Entry<String, String> option : given().entrySet()) {
            if (passing.contains(option.getKey())) {
                values.put(option.getKey(), option.getValue());
            } else if (!option.getValue().equals(stored.get(option.getKey()))) {
                throw new IllegalArgumentException(option.getKey() + " " + option.getValue()
                        + " contradicts the run in " + run + ", which has "
                        + stored.getOrDefault(option.getKey(), "no such option")
                        + ", and whose steps so far followed from it; leave it away or start a new run");
            }
        }
        try {
            set(values);
        } catch (CommandLine.ParameterException e) {
            throw new IOException(run + ": the options of the run cannot be used: " + e.getMessage(), e);
        }
    }

    /** Gives all options the values of a command line with these alone. */
    private void set(Map<String, String> values) {
        List<String> arguments = new ArrayList<>();
        values.forEach((name, value) -> {
            boolean flag = spec.findOption(name).arity().max() == 0;
            arguments.add(flag ? name : name + "=" + value);
        });
        spec.commandLine().parseArgs(arguments.toArray(String[]::new));
    }
}
