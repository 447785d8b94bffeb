package org.addernet.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.addernet.bench.Result.Score;
import org.addernet.kernel.Similarity;

/**
 * Results of benchmarks as Markdown: a table for each method, with what all its rows share above it.
 *
 * <p>A convolution's rate is also given as a share of the {@link LimitLoop} of its pass, if that was measured in the same run.
 */
final class ResultTable {

    /** The parameters that come first; JMH sorts them by name. */
    private static final List<String> ORDER =
            List.of("model", "shape", "similarity", "operator", "pass", "backward", "data");

    private final List<Result> results;
    private final Map<String, Double> limits;

    ResultTable(List<Result> results) {
        this.results = results;
        limits = results.stream()
                .filter(result -> result.type().equals(MachineLimitBenchmark.class.getSimpleName()))
                .collect(Collectors.toMap(result -> result.parameter("loop"), Result::gops, Math::max));
    }

    /** Returns the tables, each followed by an empty line. */
    String markdown() {
        Map<String, List<Result>> methods = results.stream()
                .collect(Collectors.groupingBy(Result::benchmark, LinkedHashMap::new, Collectors.toList()));
        return methods.entrySet().stream()
                .map(method -> table(method.getKey(), method.getValue()))
                .collect(Collectors.joining("\n"));
    }

    private String table(String method, List<Result> rows) {
        Set<String> names = new LinkedHashSet<>(ORDER);
        rows.forEach(row -> names.addAll(row.parameters().keySet()));
        StringBuilder text = new StringBuilder("`" + method + "`");
        List<String> columns = new ArrayList<>();
        for (String name : names) {
            if (rows.stream().allMatch(row -> row.parameter(name).isEmpty())) {
                continue;
            }
            if (rows.stream().map(row -> row.parameter(name)).distinct().count() > 1) {
                columns.add(name);
            } else {
                text.append(", ").append(name).append(' ').append(rows.get(0).parameter(name));
            }
        }
        List<List<String>> cells = new ArrayList<>();
        for (Result row : rows) {
            Map<String, String> line = new LinkedHashMap<>();
            columns.forEach(name -> line.put(name, row.parameter(name)));
            figures(row, line);
            if (cells.isEmpty()) {
                cells.add(List.copyOf(line.keySet()));
                cells.add(line.keySet().stream()
                        .map(name -> columns.contains(name) ? "---" : "---:")
                        .toList());
            }
            cells.add(List.copyOf(line.values()));
        }
        text.append("\n\n");
        cells.forEach(line -> text.append("| ").append(String.join(" | ", line)).append(" |\n"));
        return text.toString();
    }

    private void figures(Result row, Map<String, String> line) {
        if (row.sampled()) {
            line.put("ms", format(row.primary()));
            line.put("99th percentile, ms", format(row.p99()));
        } else {
            line.put("ms", format(1000 / row.primary().value()));
        }
        row.score("gops").ifPresent(gops -> line.put("G/s", format(gops)));
        row.score("images").ifPresent(images -> line.put("images/s", format(images)));
        if (!row.parameter("pass").isEmpty() && !limits.isEmpty()) {
            line.put("of the limit", share(row));
        }
        row.score("gc.alloc.rate.norm")
                .ifPresent(bytes -> line.put("B a call", String.format(Locale.ROOT, "%,.0f", bytes.value())));
    }

    /** The limit is that of one core; so many threads have so many of them. */
    private String share(Result row) {
        Similarity similarity = Similarity.parse(row.parameter("similarity"));
        Direction pass = Parameters.constant("pass", row.parameter("pass"), Direction.class);
        Double limit = limits.get(LimitLoop.of(similarity, pass).toString());
        if (limit == null) {
            return "";
        }
        int threads = Integer.parseInt(row.parameter("threads"));
        return String.format(Locale.ROOT, "%.0f %%", 100 * row.gops() / (limit * threads));
    }

    private static String format(Score score) {
        return Double.isNaN(score.error())
                ? format(score.value())
                : format(score.value()) + " ± " + format(score.error());
    }

    /** Returns three significant digits, or all before the point. */
    private static String format(double value) {
        int magnitude = (int) Math.floor(Math.log10(Math.max(value, 1e-6)));
        return String.format(Locale.ROOT, "%,." + Math.max(0, 2 - magnitude) + "f", value);
    }
}
