package org.addernet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.addernet.kernel.Similarity;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.LayerTypes;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Residual;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** A model: its seed, its border, and the many threads that may ask it at once. */
class ModelTest {

    private static Tensor images(long seed, int n) {
        Random random = new Random(seed);
        Tensor images = Tensor.zeros(Shape.of(n, 32, 32, 1));
        for (int i = 0; i < images.data().length; i++) {
            images.data()[i] = (float) random.nextGaussian();
        }
        return images;
    }

    private static List<float[]> values(Model model) {
        return model.parameters().stream()
                .map(parameter -> parameter.value().data().clone())
                .toList();
    }

    @Test
    void seedDecidesTheFirstValues() {
        List<float[]> one = values(LeNet5.bn(10, Similarity.L1).initialize(1));
        List<float[]> again = values(LeNet5.bn(10, Similarity.L1).initialize(2).initialize(1));
        List<float[]> two = values(LeNet5.bn(10, Similarity.L1).initialize(2));
        for (int i = 0; i < one.size(); i++) {
            assertThat(again.get(i)).isEqualTo(one.get(i));
        }
        // The first is conv1's filter; scales and shifts start the same always.
        assertThat(two.get(0)).isNotEqualTo(one.get(0));
        assertThat(values(LeNet5.bn(10, Similarity.L1)).get(0)).isEqualTo(one.get(0));
    }

    @Test
    void layersDrawTheirOwnValues() {
        List<float[]> values = values(LeNet5.bn(10, Similarity.L1));
        assertThat(values.get(3)[0]).isNotEqualTo(values.get(0)[0]);
    }

    @Test
    void takenParameterNameIsRefused() {
        Layer inner = new Residual(new Linear(Similarity.L1, 4, 4), new Linear(Similarity.L1, 4, 4));
        Layer outer = new Residual(inner, new Linear(Similarity.L1, 4, 4));
        assertThatThrownBy(
                        () -> new Model("twice", Similarity.L1, Shape.of(2, 2, 1), Sequential.of(new Flatten(), outer)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("model twice: two parameters are named 1.shortcut.filter; give their layers other names");
    }

    @Test
    void predictIsForwardInInference() {
        Model model = LeNet5.bn(10, Similarity.L1);
        Tensor images = images(1, 3);
        Tensor logits = model.predict(images);
        assertThat(logits.shape()).isEqualTo(Shape.of(3, 10));
        assertThat(logits.data())
                .isEqualTo(model.forward(images, Pass.inference()).data());
        assertThat(logits.data())
                .as("training normalises by the batch instead")
                .isNotEqualTo(
                        model.forward(images, Pass.training(Workers.shared())).data());
    }

    @Test
    void eachImageOfABatchIsAnsweredAsIfAlone() {
        Model model = LeNet5.bn(10, Similarity.L1);
        Tensor images = images(1, 3);
        float[] together = model.predict(images).data();
        for (int n = 0; n < 3; n++) {
            Tensor one = Tensor.zeros(Shape.of(1, 32, 32, 1));
            System.arraycopy(images.data(), n * 1024, one.data(), 0, 1024);
            float[] alone = model.predict(one).data();
            for (int c = 0; c < 10; c++) {
                assertThat(alone[c]).isEqualTo(together[n * 10 + c]);
            }
        }
    }

    @Test
    void wrongImagesAreRefusedAtTheBorder() {
        Model model = LeNet5.bn(10, Similarity.L1);
        assertThatThrownBy(() -> model.predict(Tensor.zeros(Shape.of(2, 28, 28, 1))))
                .isInstanceOf(ShapeException.class)
                .hasMessage("model lenet5-bn takes [1,32,32,1] (any N), got [2,28,28,1]");
        assertThatThrownBy(() -> model.predict(Tensor.zeros(Shape.of(32, 32)))).hasMessageContaining("got [32,32]");
    }

    @Test
    void onlyClassifiersHaveClasses() {
        Model model = new Model("map", Similarity.L1, Shape.of(4, 4, 1), new Relu());
        assertThat(model.isClassifier()).isFalse();
        assertThat(model.outputShapes()).containsExactly(Shape.of(4, 4, 1));
        assertThatThrownBy(model::classes)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("model map", "[1,4,4,1]", "add a Flatten layer");
    }

    @Test
    void twoInputsAndTwoOutputs() {
        Linear left = new Linear(Similarity.L1, 3, 2);
        Linear right = new Linear(Similarity.CROSS_CORRELATION, 4, 2);
        Model model = new Model("towers", List.of(Shape.of(3), Shape.of(4)), new Graph() {
            {
                child("left", left);
                child("right", right);
            }

            @Override
            protected List<Tensor> compute(List<Tensor> inputs, Pass pass) {
                Tensor a = left.forward(inputs.get(0), pass);
                return List.of(a, right.forward(inputs.get(1), pass));
            }
        });
        assertThat(model.outputShapes()).containsExactly(Shape.of(2), Shape.of(2));
        assertThat(model.similarity()).isEmpty();
        assertThat(model.summary()).contains("towers, input [[1,3], [1,4]]", "left", "right");
        List<Tensor> inputs = List.of(Tensor.zeros(Shape.of(5, 3)), Tensor.zeros(Shape.of(5, 4)));
        List<Tensor> outputs = model.forward(inputs, Pass.inference());
        assertThat(outputs).extracting(Tensor::shape).containsOnly(Shape.of(5, 2));
        assertThat(model.predictor().predict(inputs, Pass.inference()).get(0).data())
                .isEqualTo(outputs.get(0).data());
        assertThatThrownBy(() -> model.predict(inputs.get(0)))
                .isInstanceOf(ShapeException.class)
                .hasMessage("model towers takes [[1,3], [1,4]] (any N), got [5,3]");
    }

    @Test
    void aLayerInTwoPlacesIsOneLayer() {
        Linear shared = new Linear(Similarity.L1, 3, 3);
        Sequential layers =
                new Sequential().add("first", shared).add("relu", new Relu()).add("second", shared);
        Model model = new Model("shared", Similarity.L1, Shape.of(3), layers);
        assertThat(model.parameters()).extracting(Parameter::name).containsExactly("first.filter");
        assertThat(model.state()).containsOnlyKeys("first.filter");
        Layer copy = LayerTypes.standard().build(layers.describe(), 9);
        assertThat(copy.children().get("second")).isSameAs(copy.children().get("first"));
        assertThat(copy.describe()).isEqualTo(layers.describe());
    }

    @Test
    void oneModelAnswersManyThreadsWithTheSameBits() throws Exception {
        int threads = 8;
        int rounds = 5;
        for (Similarity similarity : Similarity.values()) {
            Model model = LeNet5.bn(10, similarity);
            List<Tensor> images = new ArrayList<>();
            List<float[]> expected = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                // Batches of several sizes, so that threads borrow scratch of several sizes.
                images.add(images(t, 1 + t % 3));
                try (Workers single = new Workers(1)) {
                    expected.add(
                            model.forward(images.get(t), Pass.inference(single)).data());
                }
            }
            CountDownLatch start = new CountDownLatch(1);
            ExecutorService callers = Executors.newFixedThreadPool(threads);
            try {
                List<Future<List<float[]>>> answers = new ArrayList<>();
                for (Tensor batch : images) {
                    answers.add(callers.submit(() -> {
                        start.await();
                        List<float[]> all = new ArrayList<>();
                        for (int round = 0; round < rounds; round++) {
                            all.add(model.predict(batch).data());
                        }
                        return all;
                    }));
                }
                start.countDown();
                for (int t = 0; t < threads; t++) {
                    for (float[] answer : answers.get(t).get()) {
                        assertThat(answer).as("%s, thread %d", similarity, t).isEqualTo(expected.get(t));
                    }
                }
            } finally {
                callers.shutdownNow();
            }
        }
    }
}
