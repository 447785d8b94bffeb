package org.addernet.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import org.addernet.data.Batch;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSplits;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.parallel.Workers;
import org.junit.jupiter.api.Test;

/** Features are what the layer puts out, and the separations tell rays from clusters. */
class FeaturesTest {

    @Test
    void separationsOfKnownPoints() {
        double[][] points = {{3, 0}, {5, 0}, {0, 4}, {0, 6}};
        Features features = new Features(points, new int[] {0, 0, 1, 1}, 2);
        // Centres (4, 0) and (0, 5), every point at distance 1 from its own.
        assertThat(features.euclideanSeparation()).isCloseTo(Math.sqrt(41), within(1e-12));
    }

    @Test
    void anglesOfKnownPoints() {
        double[][] points = {{1, 0}, {0, 1}, {-1, 0}, {0, -1}};
        Features features = new Features(points, new int[] {0, 0, 1, 1}, 2);
        // Directions at 45 and 225 degrees, every point 45 degrees from its own. Near 180 the arc cosine has half the
        // digits.
        assertThat(features.angularSeparation()).isCloseTo(4, within(1e-7));
    }

    @Test
    void elongationOfKnownPoints() {
        double[][] points = {{2, 0}, {6, 0}, {4, 1}, {4, -1}};
        assertThat(new Features(points, new int[4], 1).elongation()).isCloseTo(2, within(1e-12));
    }

    @Test
    void raysHaveTheLargerAngularSeparationAndClustersTheLargerEuclidean() {
        double[][] rays = {{1, 0.1}, {9, -0.9}, {0.1, 1}, {-0.9, 9}};
        double[][] clusters = {{1, 0.5}, {1, -0.5}, {9, 0.5}, {9, -0.5}};
        int[] labels = {0, 0, 1, 1};
        Features ray = new Features(rays, labels, 2);
        Features cluster = new Features(clusters, labels, 2);
        assertThat(ray.angularSeparation()).isGreaterThan(10 * cluster.angularSeparation());
        assertThat(cluster.euclideanSeparation()).isGreaterThan(5 * ray.euclideanSeparation());
    }

    @Test
    void featuresOfTheLastLayerAreTheLogits() throws IOException {
        Model model = LeNet5.bn(10, Similarity.L1);
        DataSplits data = Datasets.load("strokes", DataCache.standard());
        DataLoader loader = DataLoader.of(data.test().take(7)).batchSize(4).build();
        Features features = Features.of(model, "bn5", loader, Workers.shared());
        int n = 0;
        for (Batch batch : loader.epoch(0)) {
            float[] logits = model.forward(batch.images(), Pass.inference()).data();
            for (int i = 0; i < batch.size(); i++, n++) {
                assertThat(features.labels()[n]).isEqualTo(batch.labels()[i]);
                for (int c = 0; c < 10; c++) {
                    assertThat(features.points()[n][c]).isEqualTo(logits[i * 10 + c]);
                }
            }
        }
        assertThat(n).isEqualTo(7);
    }

    @Test
    void namesTheLayersThatThereAre() throws IOException {
        Model model = LeNet5.bn(10, Similarity.L1);
        DataLoader loader = DataLoader.of(
                        Datasets.load("strokes", DataCache.standard()).test().take(1))
                .build();
        assertThatThrownBy(() -> Features.of(model, "bn9", loader, Workers.shared()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("\"bn9\"")
                .hasMessageContaining("conv1, bn1");
    }
}
