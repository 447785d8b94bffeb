package org.addernet.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** Runs the command in a process of its own, as a user does, with the same kernels as the test. */
final class AdderProcess {

    private final Process process;
    private final Path output;

    private AdderProcess(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** What a finished process left. */
    record Result(int exitCode, String output) {
        String lastLine() {
            String[] lines = output.strip().split("\\R");
            return lines[lines.length - 1];
        }
    }

    /** Starts the command on the class path of the tests, in a folder, with that folder's {@code data} as the data. */
    static AdderProcess start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Adder.class.getName()));
        return start(folder, command, arguments);
    }

    /** Starts the command so that a short life costs little: with the scalar kernels, the first compiler and one collector. */
    static AdderProcess startShort(Path folder, String... arguments) throws IOException {
        List<String> command = List.of(
                java(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Daddernet.kernel=scalar",
                "-cp",
                System.getProperty("java.class.path"),
                Adder.class.getName());
        return start(folder, new ArrayList<>(command), arguments);
    }

    /** Starts the command with further arguments for Java and a changed environment. */
    static AdderProcess startWith(Path folder, List<String> java, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(java()));
        command.addAll(java);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Adder.class.getName()));
        return start(folder, command, environment, arguments);
    }

    /** Starts the command on the module path, without a flag. */
    static AdderProcess startOnModulePath(Path folder, String... arguments) throws IOException {
        List<String> modules = Arrays.stream(
                        System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.matches(".*adder-\\w+.(target.classes|target.*jar)")
                        || entry.matches(".*(picocli|jackson|progressbar|jline|xchart|commons-math3)[^/\\\\]*\\.jar"))
                .toList();
        List<String> command = List.of(
                java(),
                "--module-path",
                String.join(File.pathSeparator, modules),
                "--module",
                "org.addernet.cli/" + Adder.class.getName());
        return start(folder, new ArrayList<>(command), arguments);
    }

    static Result run(Path folder, String... arguments) throws Exception {
        return start(folder, arguments).await();
    }

    Result await() throws Exception {
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new AssertionError("no end after 300 s: " + Files.readString(output));
        }
        return new Result(process.exitValue(), Files.readString(output));
    }

    boolean hasEnded() {
        return !process.isAlive();
    }

    /** Waits until the output is as it should be, then kills the process at once. */
    void killWhen(Predicate<String> condition) throws Exception {
        while (process.isAlive() && !condition.test(Files.readString(output))) {
            Thread.sleep(5);
        }
        process.destroyForcibly().waitFor();
    }

    /** Waits until the output is as it should be, then asks the process to end, as SIGTERM does, and waits for its end. */
    Result terminateWhen(Predicate<String> condition) throws Exception {
        while (process.isAlive() && !condition.test(Files.readString(output))) {
            Thread.sleep(5);
        }
        process.destroy();
        return await();
    }

    /** Kills the process after so long; tells whether it still ran. */
    boolean killAfter(long nanos) throws InterruptedException {
        if (process.waitFor(nanos, TimeUnit.NANOSECONDS)) {
            return false;
        }
        process.destroyForcibly().waitFor();
        return true;
    }

    private static AdderProcess start(Path folder, List<String> command, String... arguments) throws IOException {
        return start(folder, command, Map.of(), arguments);
    }

    private static AdderProcess start(
            Path folder, List<String> command, Map<String, String> environment, String... arguments)
            throws IOException {
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "output", ".txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("ADDERNET_DATA", folder.resolve("data").toString());
        builder.environment().putAll(environment);
        return new AdderProcess(builder.start(), output);
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }
}
