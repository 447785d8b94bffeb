package org.addernet.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

class ModelBenchmarksTest {

    @Test
    void trainsAndPredicts() {
        TrainingStepBenchmark training = new TrainingStepBenchmark();
        training.model = "lenet5-bn";
        training.similarity = "l1";
        training.threads = 1;
        BenchmarkImages trained = new BenchmarkImages();

        training.setUp();
        float loss = training.step(trained);
        training.tearDown();

        // The logits are normalised, so that the loss is near that of chance, ln 10 = 2.3.
        assertThat(loss).isBetween(2f, 4f);
        assertThat(trained.images).isEqualTo(256);
    }

    @Test
    void predictsOneImageAndMany() {
        InferenceBenchmark inference = new InferenceBenchmark();
        inference.model = "resnet20";
        inference.similarity = "l1";
        inference.threads = 1;
        BenchmarkImages predicted = new BenchmarkImages();

        inference.setUp();
        Tensor one = inference.latency();
        Tensor many = inference.throughput(predicted);
        inference.tearDown();

        assertThat(one.shape()).isEqualTo(Shape.of(1, 10));
        assertThat(many.shape()).isEqualTo(Shape.of(128, 10));
        assertThat(predicted.images).isEqualTo(128);
    }
}
