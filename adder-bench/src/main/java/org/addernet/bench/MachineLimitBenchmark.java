package org.addernet.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The inner loops of the kernels without memory: what one core can do at most, in {@code gops}, 10^9 terms a second.
 *
 * <p>A term is what one lane of a vector adds to its sum in one pass through the loop.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MachineLimitBenchmark {

    /** The arithmetic of a term. */
    @Param({"sub-abs-add", "max-add", "min-max-fma", "fma"})
    public String loop;

    /** The constants x, f, low and high of {@link RegisterLoops}, with which no sum overflows or denormalises. */
    private final float[] inputs = {1f, 0.5f, 0.25f, 2f};

    private final float[] starts = new float[RegisterLoops.SUMS];

    /** Made by JMH. */
    public MachineLimitBenchmark() {}

    /** Gives each sum its first value, or says what is missing. */
    @Setup
    public void setUp() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            throw new IllegalStateException("MachineLimitBenchmark needs the module jdk.incubator.vector, "
                    + "start Java with --add-modules jdk.incubator.vector");
        }
        for (int i = 0; i < starts.length; i++) {
            starts[i] = 0.1f * (i + 1);
        }
    }

    /** Runs the loop once. */
    @Benchmark
    public float arithmetic(Gops counter) {
        counter.add((long) RegisterLoops.STEPS * RegisterLoops.SUMS * RegisterLoops.lanes());
        return switch (loop) {
            case "sub-abs-add" -> RegisterLoops.subAbsAdd(inputs, starts);
            case "max-add" -> RegisterLoops.maxAdd(inputs, starts);
            case "min-max-fma" -> RegisterLoops.minMaxFma(inputs, starts);
            case "fma" -> RegisterLoops.fma(inputs, starts);
            default -> throw new IllegalArgumentException("loop=" + loop + " does not exist");
        };
    }
}
