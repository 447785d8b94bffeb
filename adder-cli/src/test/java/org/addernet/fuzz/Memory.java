package org.addernet.fuzz;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Reads one file in a virtual machine whose heap is no larger than allowed. */
final class Memory {

    /** What the virtual machine, the targets' seeds and the young generation take themselves. */
    private static final long OWN_MB = 40;

    private static final int OUT_OF_MEMORY = 3;

    private Memory() {}

    /** Tells whether a heap that has so many bytes for reading is enough. */
    static boolean suffices(String target, Path file, long bytes) throws Exception {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmn8m",
                "-Xmx" + (OWN_MB + (bytes >> 20)) + "m",
                "-cp",
                System.getProperty("java.class.path"),
                Memory.class.getName(),
                target,
                file.toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        int exitCode = process.waitFor();
        if (exitCode != 0 && exitCode != OUT_OF_MEMORY) {
            throw new IllegalStateException("the virtual machine for " + file + " ended with " + exitCode);
        }
        return exitCode == 0;
    }

    /** Exits with 0 if the file was read or refused, 3 if the memory did not suffice. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("adder-fuzz");
        Target target = Target.of(arguments[0], folder);
        Throwable thrown = Fuzzer.thrown(target, Path.of(arguments[1]));
        for (Throwable e = thrown; e != null; e = e.getCause()) {
            if (e instanceof OutOfMemoryError) {
                System.exit(OUT_OF_MEMORY);
            }
        }
        System.exit(0);
    }
}
