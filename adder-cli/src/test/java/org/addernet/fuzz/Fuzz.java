package org.addernet.fuzz;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Tries the readers for longer than a build can: what {@code adder-bench/fuzz} runs. */
final class Fuzz {

    private static final int ROUND = 2000;

    private Fuzz() {}

    /**
     * Prints a line a target and a round, then one a kind of finding, whose smallest input goes to a folder; exits with 1 if
     * there are findings.
     *
     * @param arguments {@code --inputs N} for each target or {@code --hours H}, {@code --seed S}, {@code --target NAME},
     *     {@code --out DIR}
     */
    public static void main(String[] arguments) throws Exception {
        Map<String, String> options = new HashMap<>();
        for (int i = 0; i + 1 < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        long seed = Long.parseLong(options.getOrDefault("--seed", "1"));
        long end = System.nanoTime() + (long) (Double.parseDouble(options.getOrDefault("--hours", "0")) * 3600e9);
        long inputs = options.containsKey("--hours")
                ? Long.MAX_VALUE
                : Long.parseLong(options.getOrDefault("--inputs", "10000"));
        Path out = Files.createDirectories(Path.of(options.getOrDefault("--out", "findings")));
        Path folder = Files.createTempDirectory("adder-fuzz");

        Map<Target, Fuzzer> fuzzers = new HashMap<>();
        List<Target> targets = new ArrayList<>(Target.all(folder));
        targets.removeIf(
                target -> !options.getOrDefault("--target", target.name()).equals(target.name()));
        int findings = 0;
        for (long from = 0; from < inputs && (inputs < Long.MAX_VALUE || System.nanoTime() < end); from += ROUND) {
            findings = 0;
            for (Target target : targets) {
                Fuzzer fuzzer = fuzzers.get(target);
                if (fuzzer == null) {
                    fuzzer = new Fuzzer(target, seed, folder);
                    fuzzers.put(target, fuzzer);
                    fuzzer.readFixed();
                }
                long start = System.nanoTime();
                long to = Math.min(inputs, from + ROUND);
                fuzzer.read(from, to);
                findings += fuzzer.findings().size();
                System.out.printf(
                        Locale.ROOT,
                        "%-28s %9d inputs, %7.0f a second, %d findings%n",
                        target.name(),
                        to,
                        (to - from) / ((System.nanoTime() - start) / 1e9),
                        fuzzer.findings().size());
                store(target, fuzzer, out);
            }
        }
        for (Target target : targets) {
            Fuzzer fuzzer = fuzzers.get(target);
            for (Finding finding : fuzzer == null ? List.<Finding>of() : fuzzer.findings()) {
                System.out.println(target.name() + ": " + finding.kind() + ", " + fuzzer.count(finding)
                        + " inputs, smallest " + finding.input().length + " bytes: "
                        + finding.detail().replaceAll("\\p{Cntrl}", "?"));
            }
        }
        System.exit(findings == 0 ? 0 : 1);
    }

    private static void store(Target target, Fuzzer fuzzer, Path out) throws IOException {
        for (Finding finding : fuzzer.findings()) {
            String name = (target.name() + "-" + finding.kind()).replaceAll("[^\\w.]+", "-");
            Files.write(out.resolve(name + target.suffix()), finding.input());
        }
    }
}
