package org.addernet.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.Predictor;
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

/** A trained model at work: how long one image takes, and how many images a second in batches. */
@State(Scope.Benchmark)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class InferenceBenchmark {

    /** The {@link BenchmarkModel}. */
    @Param({"lenet5-bn", "resnet20"})
    public String model;

    /** The {@link Similarity}. */
    @Param({"l1", "cross-correlation"})
    public String similarity;

    /** Whether the model is {@linkplain Model#fuse() fused}. */
    @Param({"false", "true"})
    public boolean fused;

    /** How many threads work on a prediction. */
    @Param({"1", "2"})
    public int threads;

    private Model network;
    private Predictor predictor;
    private Tensor image;
    private Tensor batch;
    private Workers workers;
    private Pass pass;

    /** Made by JMH. */
    public InferenceBenchmark() {}

    /** Builds the model, draws the images and starts the threads. */
    @Setup
    public void setUp() {
        BenchmarkModel choice = Parameters.constant("model", model, BenchmarkModel.class);
        Model trained = choice.create(Parameters.constant("similarity", similarity, Similarity.class));
        network = trained;
        predictor = trained.predictor();
        Random random = new Random(1);
        image = BenchmarkModel.images(network, 1, random);
        batch = BenchmarkModel.images(network, choice.inferenceBatch(), random);
        workers = new Workers(threads);
        pass = Pass.inference(workers);
    }

    /** Predicts one image; the distribution of the times is what matters. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public Tensor latency() {
        return predict(image);
    }

    /** Predicts a batch. */
    @Benchmark
    @BenchmarkMode(Mode.Throughput)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public Tensor throughput(BenchmarkImages counter) {
        counter.images += batch.shape().dimension(0);
        return predict(batch);
    }

    private Tensor predict(Tensor images) {
        pass.reset(0);
        return fused ? predictor.predict(images, pass) : network.forward(images, pass);
    }

    /** Ends the threads. */
    @TearDown
    public void tearDown() {
        workers.close();
    }
}
