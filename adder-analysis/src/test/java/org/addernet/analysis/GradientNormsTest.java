package org.addernet.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.util.Map;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Gradients;
import org.addernet.nn.Model;
import org.addernet.nn.Parameter;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.GradientScaling;
import org.addernet.optim.Sgd;
import org.addernet.train.Trainer;
import org.junit.jupiter.api.Test;

/** The listener sees the gradients of every step before they are scaled. */
class GradientNormsTest {

    @Test
    void recordsEveryStepOfEveryFilter() throws IOException {
        Map<String, Double> plain = firstStep(GradientScaling.none());
        assertThat(plain).containsOnlyKeys("conv1.filter", "conv2.filter", "conv3.filter", "fc1.filter", "fc2.filter");
        assertThat(plain.values()).allSatisfy(norm -> assertThat(norm).isPositive());
        assertThat(firstStep(GradientScaling.adaptive(0.1))).isEqualTo(plain);
    }

    @Test
    void isTheRootOfTheSumOfSquares() {
        Model model = LeNet5.bn(10, Similarity.L1);
        Gradients gradients = new Gradients();
        for (Parameter parameter : model.parameters()) {
            gradients.set(parameter, parameter.value());
        }
        double squares = 0;
        for (float f : model.parameters().get(0).value().data()) {
            squares += f * f;
        }
        assertThat(GradientNorms.of(model.parameters(), gradients)
                        .values()
                        .iterator()
                        .next())
                .isCloseTo(Math.sqrt(squares), within(1e-6 * Math.sqrt(squares)));
    }

    private static Map<String, Double> firstStep(GradientScaling scaling) throws IOException {
        Model model = LeNet5.bn(10, Similarity.L1);
        Dataset images = Datasets.load("strokes", DataCache.standard()).train().take(6);
        DataLoader loader = DataLoader.of(images).batchSize(3).build();
        GradientNorms norms = new GradientNorms();
        Trainer.of(model)
                .optimizer(Sgd.builder().scaling(scaling).build(model.parameters()))
                .listen(norms)
                .fit(loader, loader);
        assertThat(norms.steps()).hasSize(2);
        assertThat(norms.steps().get(1)).isNotEqualTo(norms.steps().get(0));
        return norms.steps().get(0);
    }
}
