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
import org.openjdk.jmh.infra.Blackhole;

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

    /** The constants x, f, low and high of {@link RegisterLoops}, with which every sum settles at a normal number. */
    private final float[] inputs = {1f, 0.5f, 0.25f, 2f};

    private float[] sums;
    private int[] sumBits;

    /** Made by JMH. */
    public MachineLimitBenchmark() {}

    /** Gives every sum its own first value, so that the JIT cannot take two of them for one. */
    @Setup
    public void setUp() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            throw new IllegalStateException("MachineLimitBenchmark needs the module jdk.incubator.vector, "
                    + "start Java with --add-modules jdk.incubator.vector");
        }
        sums = new float[RegisterLoops.size()];
        sumBits = new int[sums.length];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = 0.01f * (i + 1);
            sumBits[i] = Float.floatToRawIntBits(sums[i]);
        }
    }

    /** Runs the loop {@value RegisterLoops#ITERATIONS} times. */
    @Benchmark
    public void arithmetic(Gops counter, Blackhole blackhole) {
        counter.add((long) sums.length * RegisterLoops.ITERATIONS);
        switch (loop) {
            case "sub-abs-add" -> RegisterLoops.subAbsAdd(inputs, sums);
            case "max-add" -> RegisterLoops.maxAdd(inputs, sumBits);
            case "min-max-fma" -> RegisterLoops.minMaxFma(inputs, sumBits);
            case "fma" -> RegisterLoops.fma(inputs, sums);
            default -> throw new IllegalArgumentException("loop=" + loop + " does not exist");
        }
        blackhole.consume(sums);
        blackhole.consume(sumBits);
    }
}
