package org.addernet.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.loss.SoftmaxCrossEntropy;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Tensor;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** One step of training, as the trainer makes it: forward, loss, backward, and the optimizer's step. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class TrainingStepBenchmark {

    /** So low that the parameters, and with them the work, hardly change. */
    private static final double LEARNING_RATE = 1e-6;

    /** The {@link BenchmarkModel}. */
    @Param({"lenet5-bn", "resnet20"})
    public String model;

    /** The {@link Similarity}. */
    @Param({"l1", "cross-correlation"})
    public String similarity;

    /** How many threads work on a step. */
    @Param({"1", "2"})
    public int threads;

    private Model network;
    private Optimizer optimizer;
    private Tensor images;
    private int[] labels;
    private Workers workers;
    private Pass pass;
    private long step;

    /** Made by JMH. */
    public TrainingStepBenchmark() {}

    /** Builds the model, draws a batch and starts the threads. */
    @Setup
    public void setUp() {
        BenchmarkModel choice = Parameters.constant("model", model, BenchmarkModel.class);
        network = choice.create(Parameters.constant("similarity", similarity, Similarity.class));
        optimizer = Sgd.builder().nesterov().weightDecay(5e-4).build(network.parameters());
        Random random = new Random(1);
        images = BenchmarkModel.images(network, choice.trainingBatch(), random);
        labels = BenchmarkModel.labels(network, choice.trainingBatch(), random);
        workers = new Workers(threads);
        pass = Pass.training(workers);
    }

    /** Makes the step and returns the loss. */
    @Benchmark
    public float step(BenchmarkImages counter) {
        counter.images += labels.length;
        pass.reset(step++);
        Tensor loss = SoftmaxCrossEntropy.of(network.forward(images, pass), labels, pass);
        optimizer.step(pass.backward(loss), LEARNING_RATE);
        return loss.data()[0];
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        workers.close();
    }
}
