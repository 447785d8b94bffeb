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
 * The inner loops of the kernels on data in the first-level cache: what one core can do at most, in {@code gops}, 10^9 terms
 * a second.
 *
 * <p>A term is what one lane of a vector adds to its sum.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MachineLimitBenchmark {

    /** The {@link LimitLoop}. */
    @Param({"sub-abs-add", "max-add", "min-max-fma", "fma", "sub-fma"})
    public String loop;

    private LimitLoop arithmetic;

    /** Made by JMH. */
    public MachineLimitBenchmark() {}

    /** Looks the loop up, or says what is missing. */
    @Setup
    public void setUp() {
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
            throw new IllegalStateException("MachineLimitBenchmark needs the module jdk.incubator.vector, "
                    + "start Java with --add-modules jdk.incubator.vector");
        }
        arithmetic = Parameters.constant("loop", loop, LimitLoop.class);
    }

    /** Runs the loop once. */
    @Benchmark
    public float arithmetic(Gops counter) {
        counter.add(arithmetic.terms());
        return arithmetic.run();
    }
}
