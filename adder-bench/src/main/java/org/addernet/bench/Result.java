package org.addernet.bench;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of JMH's result file: a benchmark with its parameters, and what was measured.
 *
 * @param benchmark class and method, such as {@code ConvolutionBenchmark.convolution}
 * @param parameters by name, in JMH's order
 * @param jdk the release, such as {@code 17.0.15}
 * @param flags the arguments of the virtual machine
 * @param forks how many virtual machines measured
 * @param primary the time or the rate of the operation
 * @param sampled whether times of single operations were sampled, in ms, instead of operations counted, a second
 * @param p99 the 99th percentile of sampled times, else NaN
 * @param secondary the counters and profilers by name, such as {@code gops} and {@code gc.alloc.rate.norm}
 */
record Result(
        String benchmark,
        Map<String, String> parameters,
        String jdk,
        String flags,
        int forks,
        Score primary,
        boolean sampled,
        double p99,
        Map<String, Score> secondary) {

    /**
     * A mean.
     *
     * @param value the mean
     * @param error half the width of its 99.9 % confidence interval, NaN if there were too few iterations to tell
     */
    record Score(double value, double error) {}

    /**
     * Reads a file that JMH wrote with {@code -rf json}.
     *
     * @throws IOException if it cannot be read or is no JSON
     */
    static List<Result> read(Path file) throws IOException {
        return list(JSON.std.anyFrom(Files.readString(file))).stream()
                .map(row -> of(map(row)))
                .toList();
    }

    /** Returns the class of the benchmark, such as {@code ConvolutionBenchmark}. */
    String type() {
        return benchmark.substring(0, benchmark.indexOf('.'));
    }

    /** Returns the value of a parameter, empty if the benchmark does not have it. */
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    /** Returns what a counter or profiler measured, if it ran. */
    Optional<Score> score(String name) {
        return Optional.ofNullable(secondary.get(name));
    }

    /** Returns 10^9 terms a second, NaN for a benchmark that does not count them. */
    double gops() {
        return score("gops").map(Score::value).orElse(Double.NaN);
    }

    private static Result of(Map<?, ?> row) {
        String name = text(row.get("benchmark"));
        Map<?, ?> primary = map(row.get("primaryMetric"));
        Map<String, Score> secondary = new LinkedHashMap<>();
        map(row.get("secondaryMetrics")).forEach((key, metric) -> secondary.put(text(key), score(map(metric))));
        Map<String, String> parameters = new LinkedHashMap<>();
        map(row.get("params")).forEach((key, value) -> parameters.put(text(key), text(value)));
        return new Result(
                name.substring(name.lastIndexOf('.', name.lastIndexOf('.') - 1) + 1),
                parameters,
                text(row.get("jdkVersion")),
                String.join(
                        " ", list(row.get("jvmArgs")).stream().map(Result::text).toList()),
                (int) number(row.get("forks")),
                score(primary),
                "sample".equals(row.get("mode")),
                number(map(primary.get("scorePercentiles")).get("99.0")),
                secondary);
    }

    private static Score score(Map<?, ?> metric) {
        return new Score(number(metric.get("score")), number(metric.get("scoreError")));
    }

    private static Map<?, ?> map(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    private static List<?> list(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }

    private static String text(@Nullable Object value) {
        return String.valueOf(value);
    }

    /** JMH writes what is not a number as the text {@code "NaN"}. */
    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
