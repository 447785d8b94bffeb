package org.addernet.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.addernet.kernel.Kernels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConvolutionBenchmarkTest {

    @ParameterizedTest
    @EnumSource
    void runsEachPass(Direction pass) {
        ConvolutionBenchmark benchmark = benchmark(pass);
        Gops counter = new Gops();

        benchmark.setUp();
        float[] result = benchmark.convolution(counter);
        benchmark.tearDown();

        assertThat(result)
                .hasSize(
                        switch (pass) {
                            case FORWARD -> 256 * 10 * 10 * 16;
                            case FILTER_GRADIENT -> 5 * 5 * 6 * 16;
                            case INPUT_GRADIENT -> 256 * 14 * 14 * 6;
                        });
        assertThat(result[result.length / 2]).isFinite().isNotZero();
        assertThat(counter.gops).isCloseTo(0.06144, within(1e-12));
    }

    @Test
    void namesTheProvidersThatCanRun() {
        ConvolutionBenchmark benchmark = benchmark(Direction.FORWARD);
        benchmark.provider = "abacus";

        assertThatIllegalArgumentException()
                .isThrownBy(benchmark::setUp)
                .withMessageContaining("provider=abacus")
                .withMessageContaining("scalar");
    }

    private static ConvolutionBenchmark benchmark(Direction pass) {
        ConvolutionBenchmark benchmark = new ConvolutionBenchmark();
        benchmark.shape = "lenet-conv2";
        benchmark.similarity = "l1";
        benchmark.pass = pass.toString();
        benchmark.data = "relu";
        benchmark.provider = Kernels.available().get(0).name();
        benchmark.threads = 1;
        return benchmark;
    }
}
