package org.addernet.fuzz;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads mutated files, and finds the inputs with which a reader does not keep to its rules: it returns, or throws an
 * {@link IOException} with one readable line that names the file; it takes at most 2 s and the target's memory.
 *
 * <p>An input follows from the target, the seed and the input's number alone.
 */
final class Fuzzer {

    private static final long MOST_NANOS = 2_000_000_000;

    /** After this the reader is taken to have no end, and its thread is given up. */
    private static final int END_SECONDS = 120;

    private static final int MOST_HANGS = 3;

    private static final int LONGEST_MESSAGE = 2000;

    /** Measuring the memory takes a virtual machine of its own each time. */
    private static final int MOST_MEASUREMENTS = 20;

    private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cc}\\p{Zl}\\p{Zp}]");

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Target target;
    private final long seed;
    private final Path file;
    private final Mutation bytes;
    private final Map<String, Finding> smallest = new TreeMap<>();
    private final Map<String, Integer> counts = new TreeMap<>();
    private int measurements;
    private int hangs;
    private ExecutorService thread = newThread();

    /** Creates a fuzzer, which keeps the current input in a folder. */
    Fuzzer(Target target, long seed, Path folder) {
        this.target = target;
        this.seed = seed;
        file = folder.resolve("input" + target.suffix());
        bytes = Bytes.any(target.seeds());
    }

    /** Reads the seeds, which must not be refused, and the extremes. */
    void readFixed() throws Exception {
        for (byte[] valid : target.seeds()) {
            Files.write(file, valid);
            Throwable thrown = thrown(target, file);
            if (thrown != null) {
                throw new IllegalStateException(target.name() + ": a seed is refused", thrown);
            }
        }
        for (byte[] extreme : target.extremes().get()) {
            read(extreme);
        }
    }

    /** Reads the inputs of these numbers. */
    void read(long from, long to) throws Exception {
        for (long i = from; i < to && hangs < MOST_HANGS; i++) {
            read(input(i));
        }
    }

    /** Returns a finding of each kind, the one with the smallest input. */
    List<Finding> findings() {
        return List.copyOf(smallest.values());
    }

    /** Returns how many inputs had this kind of finding. */
    int count(Finding finding) {
        return counts.getOrDefault(finding.kind(), 0);
    }

    void close() {
        thread.shutdownNow();
    }

    private byte[] input(long number) {
        Random random = new Random(seed * 1_000_003 + number * 0x9e3779b97f4a7c15L);
        byte[] input = target.seeds().get(random.nextInt(target.seeds().size()));
        int structured = random.nextInt(3);
        for (int i = 0; i < structured; i++) {
            input = target.structured().apply(input, random);
        }
        for (int i = random.nextInt(3) + (structured == 0 ? 1 : 0); i > 0; i--) {
            input = bytes.apply(input, random);
        }
        return input;
    }

    private void read(byte[] input) throws Exception {
        Files.write(file, input);
        Future<List<Finding>> result = thread.submit(() -> check(input));
        try {
            result.get(END_SECONDS, TimeUnit.SECONDS).forEach(this::add);
        } catch (TimeoutException e) {
            add(new Finding("no end", "after " + END_SECONDS + " s", input));
            hangs++;
            thread.shutdownNow();
            thread = newThread();
        } catch (ExecutionException e) {
            throw new IllegalStateException(target.name() + ": the fuzzer failed", e);
        }
    }

    private void add(Finding finding) {
        counts.merge(finding.kind(), 1, Integer::sum);
        smallest.merge(finding.kind(), finding, (a, b) -> a.input().length <= b.input().length ? a : b);
    }

    private List<Finding> check(byte[] input) throws Exception {
        List<Finding> findings = new ArrayList<>();
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long start = THREADS.getCurrentThreadCpuTime();
        Throwable thrown = thrown(target, file);
        long nanos = THREADS.getCurrentThreadCpuTime() - start;
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        if (thrown != null) {
            String fault = fault(thrown, file);
            if (fault != null) {
                findings.add(new Finding(fault, String.valueOf(thrown.getMessage()), input));
            }
        }
        if (nanos > MOST_NANOS) { // again, since the first time may have compiled
            start = THREADS.getCurrentThreadCpuTime();
            thrown(target, file);
            nanos = Math.min(nanos, THREADS.getCurrentThreadCpuTime() - start);
            if (nanos > MOST_NANOS) {
                findings.add(new Finding("more than 2 s", String.format("%.1f s", nanos / 1e9), input));
            }
        }
        // What was allocated is at least what was held at once, and costs nothing to know.
        long limit = target.memory().applyAsLong(input.length);
        if (allocated > limit && measurements++ < MOST_MEASUREMENTS && !Memory.suffices(target.name(), file, limit)) {
            findings.add(new Finding(
                    "more memory than allowed",
                    (allocated >> 20) + " MB allocated, " + (limit >> 20) + " MB do not suffice",
                    input));
        }
        return findings;
    }

    static @Nullable Throwable thrown(Target target, Path file) {
        try {
            target.reader().read(file);
            return null;
        } catch (Throwable e) {
            return e;
        }
    }

    private static @Nullable String fault(Throwable thrown, Path file) {
        if (!(thrown instanceof IOException)) {
            return thrown.getClass().getName() + " at " + place(thrown);
        }
        String message = thrown.getMessage();
        if (message == null || !message.contains(file.getFileName().toString())) {
            return thrown.getClass().getName() + " without the file's name at " + place(thrown);
        }
        if (UNREADABLE.matcher(message).find()) {
            return "message with control characters at " + place(thrown);
        }
        return message.length() > LONGEST_MESSAGE ? "long message at " + place(thrown) : null;
    }

    /** The last place in the library that the exception passed. */
    private static String place(Throwable thrown) {
        return Arrays.stream(thrown.getStackTrace())
                .filter(frame -> frame.getClassName().startsWith("org.addernet."))
                .findFirst()
                .map(frame -> frame.getClassName().replaceFirst(".*\\.", "") + "." + frame.getMethodName())
                .orElse("?");
    }

    private static ExecutorService newThread() {
        return Executors.newSingleThreadExecutor(runnable -> {
            Thread thread = new Thread(runnable, "fuzz");
            thread.setDaemon(true);
            return thread;
        });
    }
}
