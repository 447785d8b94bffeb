package org.addernet.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.addernet.data.Batch;
import org.addernet.data.DataLoader;
import org.addernet.data.Epoch;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Sequential;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

class BatchNormStatisticsTest {

    private static final DataLoader LOADER =
            DataLoader.of(new Blobs(100, 1)).batchSize(20).shuffle(3).build();

    private static Map<String, float[]> copy(Model model) {
        Map<String, float[]> copy = new LinkedHashMap<>();
        model.state().forEach((name, tensor) -> copy.put(name, tensor.data().clone()));
        return copy;
    }

    private static float[] statistic(Model model, String name) {
        return Objects.requireNonNull(model.state().get(name)).data();
    }

    @Test
    void areTheMeansOverTheFirstBatches() {
        BatchNorm first = new BatchNorm(36);
        Model model = new Model("norm", Similarity.L1, Shape.of(6, 6, 1), Sequential.of(new Flatten(), first));
        BatchNormStatistics.estimate(model, LOADER, 3, Workers.shared());
        double[] mean = new double[36];
        double[] variance = new double[36];
        try (Epoch epoch = LOADER.epoch(0)) {
            for (int i = 0; i < 3; i++) {
                add(epoch.next(), mean, variance);
            }
        }
        for (int c = 0; c < 36; c++) {
            assertThat((double) statistic(model, "1.mean")[c]).isCloseTo(mean[c] / 3, within(1e-6));
            assertThat((double) statistic(model, "1.variance")[c]).isCloseTo(variance[c] / 3, within(1e-6));
        }
    }

    private static void add(Batch batch, double[] mean, double[] variance) {
        float[] x = batch.images().data();
        for (int c = 0; c < 36; c++) {
            double sum = 0;
            double squares = 0;
            for (int n = 0; n < batch.size(); n++) {
                sum += x[n * 36 + c];
                squares += (double) x[n * 36 + c] * x[n * 36 + c];
            }
            mean[c] += sum / batch.size();
            variance[c] += (squares - sum * sum / batch.size()) / (batch.size() - 1);
        }
    }

    @Test
    void dependOnTheWeightsAlone() {
        Model model = Blobs.model();
        BatchNormStatistics.estimate(model, LOADER, 2, Workers.shared());
        Map<String, float[]> once = copy(model);
        Pass pass = Pass.training(Workers.shared());
        Tensor y = model.forward(Tensor.zeros(model.batchShape(5)), pass);
        pass.backward(y, y).updateBuffers();
        assertThat(statistic(model, "1.mean")).isNotEqualTo(once.get("1.mean"));
        try (Workers one = new Workers(1)) {
            BatchNormStatistics.estimate(model, LOADER, 2, one);
        }
        assertThat(copy(model)).usingRecursiveComparison().isEqualTo(once);
        BatchNormStatistics.estimate(model, LOADER, 0, Workers.shared());
        assertThat(copy(model)).usingRecursiveComparison().isEqualTo(once);
    }

    @Test
    void anInterruptEndsIt() {
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> BatchNormStatistics.estimate(Blobs.model(), LOADER, 3, Workers.shared()))
                .isInstanceOf(CancellationException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void everySixteenthBatchIsTheDefault() {
        assertThat(BatchNormStatistics.defaultBatches(LOADER)).isEqualTo(1);
        DataLoader loader = DataLoader.of(new Blobs(330, 1)).batchSize(10).build();
        assertThat(BatchNormStatistics.defaultBatches(loader)).isEqualTo(3);
    }
}
