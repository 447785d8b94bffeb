package org.addernet.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Writes what {@code adder-bench/run} measured into {@code docs/performance.md}, between {@code <!-- begin SET jdkNN -->} and
 * {@code <!-- end SET jdkNN -->}.
 */
public final class BenchmarkReport {

    private BenchmarkReport() {}

    /**
     * Writes the tables of a set, and for the set {@code roofline} its picture beside the document.
     *
     * @param args the set, the document, the command that was run, and JMH's result files
     * @throws IOException if a file cannot be read or written
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 4) {
            throw new IllegalArgumentException(
                    "BenchmarkReport takes SET DOCUMENT COMMAND RESULT..., got " + Arrays.toString(args));
        }
        String set = args[0];
        Path document = Path.of(args[1]);
        List<Result> results = new ArrayList<>();
        for (String file : Arrays.asList(args).subList(3, args.length)) {
            results.addAll(Result.read(Path.of(file)));
        }
        String jdk = "jdk" + Runtime.Version.parse(results.get(0).jdk()).feature();
        String text = heading(args[2], results) + "\n" + new ResultTable(results).markdown();
        if (set.equals("roofline")) {
            String picture = "images/roofline-" + jdk + ".png";
            Roofline.draw(results, document.resolveSibling(picture));
            text += "\n![G/s against the number of channels, under the machine's limits](" + picture + ")\n";
        }
        Files.writeString(document, replace(Files.readString(document), set + " " + jdk, text));
    }

    /**
     * Returns the document with new text between the markers of that name.
     *
     * @throws IllegalArgumentException if the document lacks them
     */
    static String replace(String document, String name, String text) {
        String begin = "<!-- begin " + name + " -->\n";
        String end = "<!-- end " + name + " -->";
        int from = document.indexOf(begin);
        int to = document.indexOf(end);
        if (from < 0 || to < from) {
            throw new IllegalArgumentException("the document has no lines \"" + begin.strip() + "\" and \"" + end
                    + "\"; add them where the table belongs");
        }
        return document.substring(0, from + begin.length()) + "\n" + text + "\n" + document.substring(to);
    }

    private static String heading(String command, List<Result> results) throws IOException {
        String flags = results.stream().map(Result::flags).distinct().collect(Collectors.joining("`, `"));
        Result first = results.get(0);
        return "    " + command + "\n\n" + machine() + "; JDK " + first.jdk() + ", flags `" + flags + "`; forks: "
                + first.forks() + ".\n";
    }

    /** Linux says what the machine is; elsewhere only the architecture is known. */
    private static String machine() throws IOException {
        String model = line("/proc/cpuinfo", "model name", System.getProperty("os.arch", "unknown processor"));
        String memory = line("/proc/meminfo", "MemTotal", "unknown memory").replace(" kB", "");
        return model + ", cores: " + Runtime.getRuntime().availableProcessors() + ", "
                + (memory.matches("\\d+") ? Math.round(Long.parseLong(memory) / (double) (1 << 20)) + " GiB" : memory);
    }

    private static String line(String file, String key, String otherwise) throws IOException {
        if (!Files.exists(Path.of(file))) {
            return otherwise;
        }
        try (Stream<String> lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse(otherwise);
        }
    }
}
