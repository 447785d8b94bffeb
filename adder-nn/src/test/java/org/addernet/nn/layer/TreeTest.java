package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Gradients;
import org.addernet.nn.Layer;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Layers made of layers: sequences and residual sums, their names and their gradients. */
class TreeTest {

    @Test
    void emptySequenceIsTheIdentity() {
        Tensor x = GradientCheck.gaussian(1, Shape.of(2, 3));
        assertThat(new Sequential().forward(x, Pass.inference())).isSameAs(x);
        assertThat(new Sequential().outputShape(x.shape())).isEqualTo(x.shape());
    }

    @Test
    void sequenceAppliesItsLayersInOrder() {
        Linear first = new Linear(Similarity.CROSS_CORRELATION, 1, 1);
        first.filter().value().data()[0] = -3;
        Tensor x = Tensor.of(Shape.of(2, 1), 1, -1);
        assertThat(Sequential.of(first, new Relu()).forward(x, Pass.inference()).data())
                .containsExactly(0, 3);
        assertThat(Sequential.of(new Relu(), first).forward(x, Pass.inference()).data())
                .containsExactly(new float[] {-3, 0}, within(0f));
    }

    @Test
    void anObserverSeesWhatEachLayerPutsOut() {
        Sequential layers = new Sequential()
                .add("norm", new BatchNorm(1))
                .add("relu", new Relu())
                .add("pool", new Flatten());
        Tensor x = Tensor.of(Shape.of(2, 1), 1, -1);
        float[] normalized = new BatchNorm(1).forward(x, Pass.inference()).data();
        assertThat(normalized[1]).isNegative();
        // A batch normalisation and the ReLU behind it are one loop, but not if somebody looks.
        Map<String, float[]> outputs = new HashMap<>();
        Pass pass = Pass.inference();
        pass.observe((layer, inputs, results) ->
                outputs.put(layer.name(), results.get(0).data().clone()));
        layers.forward(x, pass);
        assertThat(outputs.get("norm")).containsExactly(normalized);
        assertThat(outputs.get("relu")).containsExactly(normalized[0], 0);
    }

    @Test
    void residualAddsTheInput() {
        Linear body = new Linear(Similarity.CROSS_CORRELATION, 1, 1);
        body.filter().value().data()[0] = 10;
        Tensor x = Tensor.of(Shape.of(2, 1), 1, -2);
        assertThat(new Residual(body).forward(x, Pass.inference()).data()).containsExactly(11, -22);
    }

    @Test
    void residualAddsTheShortcut() {
        Linear body = new Linear(Similarity.CROSS_CORRELATION, 1, 1);
        body.filter().value().data()[0] = 10;
        Linear shortcut = new Linear(Similarity.L1, 1, 1);
        shortcut.filter().value().data()[0] = 1;
        Tensor x = Tensor.of(Shape.of(2, 1), 1, -2);
        assertThat(new Residual(body, shortcut).forward(x, Pass.inference()).data())
                .containsExactly(10, -23);
    }

    /** Memory is used again within a pass, but never that of a tensor which is still read. */
    @Test
    void inferenceGivesTheBitsOfARecordedPass() {
        Tensor x = GradientCheck.gaussian(3, Shape.of(2, 4, 4, 2));
        Tensor same = x.copy();
        Residual identity = new Residual(Sequential.of(conv(Similarity.L1, 2, 3, 1), conv(Similarity.L1, 3, 2, 1)));
        // Without a pass that records, this layer returns its input.
        Dropout dropout = new Dropout(0);
        Residual shortcut = new Residual(
                Sequential.of(dropout, conv(Similarity.L1, 2, 2, 1)),
                Sequential.of(new Relu(), conv(Similarity.L1, 2, 2, 1)));
        Residual last = new Residual(dropout, Sequential.of(dropout, new Relu()));
        Sequential layers = GradientCheck.initialized(
                Sequential.of(identity, Sequential.of(dropout, shortcut, last), new Flatten(), new Relu()), 1);
        float[] expected = layers.forward(x, Pass.training(Workers.shared())).data();
        Pass inference = Pass.inference();
        assertThat(layers.forward(x, inference).data()).containsExactly(expected);
        inference.reset(0);
        assertThat(layers.forward(x, inference).data()).containsExactly(expected);
        assertThat(x.data()).containsExactly(same.data());
    }

    @Test
    void inferenceNeedsTheMemoryOfTwoLayers() {
        Set<float[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        Layer[] layers = new Layer[6];
        Arrays.setAll(layers, i -> new Layer() {
            @Override
            protected Tensor compute(Tensor input, Pass pass) {
                Tensor output = pass.newTensor(input.shape());
                arrays.add(output.data());
                return output;
            }

            @Override
            public Shape outputShape(Shape input) {
                return input;
            }
        });
        Sequential.of(layers).forward(Tensor.zeros(Shape.of(1, 2)), Pass.inference());
        assertThat(arrays).hasSize(2);
    }

    @Test
    void gradientsAreTheSlopes() {
        Tensor x = GradientCheck.gaussian(3, Shape.of(2, 4, 4, 2));
        Residual identity = new Residual(Sequential.of(
                conv(Similarity.L2, 2, 3, 1), new BatchNorm(3), conv(Similarity.CROSS_CORRELATION, 3, 2, 1)));
        GradientCheck.check(GradientCheck.initialized(identity, 1), x, 0.004f, 5e-3);
        Residual shortcut = new Residual(
                conv(Similarity.L2, 2, 3, 2), Sequential.of(conv(Similarity.L2, 2, 3, 2), new BatchNorm(3)));
        GradientCheck.check(GradientCheck.initialized(shortcut, 2), x, 0.004f, 5e-3);
        // Both ways are the identity, so the two gradients that meet are one and the same tensor.
        GradientCheck.check(new Residual(new Sequential()), x, 0.01f, 1e-3);
    }

    /** A sequence gives the layer before a ReLU the ReLU's work; the same layers one by one give the same bits. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void reluInTheLayerBeforeItChangesNoBit(boolean training) {
        BatchNorm norm = GradientCheck.initialized(new BatchNorm(6), 1);
        Residual residual = new Residual(conv(Similarity.CROSS_CORRELATION, 6, 6, 1));
        // More than one task each, and the last is shorter.
        Tensor x = GradientCheck.gaussian(3, Shape.of(33, 20, 20, 6));
        Tensor dy = GradientCheck.gaussian(4, x.shape());
        for (Layer layer : new Layer[] {norm, residual}) {
            List<float[]> results = new ArrayList<>();
            for (boolean oneByOne : new boolean[] {true, false}) {
                Pass pass = training ? Pass.training(Workers.shared()) : Pass.inference();
                pass.watch(x);
                Relu relu = new Relu();
                Tensor y = oneByOne
                        ? relu.forward(layer.forward(x, pass), pass)
                        : Sequential.of(layer, relu).forward(x, pass);
                results.add(y.data());
                if (training) {
                    Gradients gradients = pass.backward(y, dy);
                    results.add(pass.gradient(x).data());
                    layer.parameters()
                            .forEach(parameter ->
                                    results.add(gradients.of(parameter).data()));
                }
            }
            int half = results.size() / 2;
            for (int i = 0; i < half; i++) {
                assertThat(Arrays.equals(results.get(half + i), results.get(i)))
                        .as("%s, result %d", layer, i)
                        .isTrue();
            }
            int zeros = 0;
            for (float value : results.get(0)) {
                zeros += value == 0 ? 1 : 0;
            }
            assertThat(zeros).isBetween(x.shape().size() / 4, x.shape().size() * 3 / 4);
        }
    }

    private static Conv2d conv(Similarity similarity, int in, int out, int stride) {
        return Conv2d.builder(similarity, in, out, 3).stride(stride).padding(1).build();
    }

    @Test
    void namesAreTheWayThroughTheTree() {
        Sequential block = Sequential.of(conv(Similarity.L1, 2, 2, 1), new BatchNorm(2));
        Sequential tree = new Sequential()
                .add("stage1", Sequential.of(new Residual(block)))
                .add("fc", new Linear(Similarity.CROSS_CORRELATION, 2, 2));
        assertThat(tree.parameters().stream().map(Parameter::name))
                .containsExactly("stage1.0.0.filter", "stage1.0.1.scale", "stage1.0.1.shift", "fc.filter");
        assertThat(tree.state())
                .containsOnlyKeys(
                        "stage1.0.0.filter",
                        "stage1.0.1.scale",
                        "stage1.0.1.shift",
                        "stage1.0.1.mean",
                        "stage1.0.1.variance",
                        "fc.filter");
        assertThat(block).hasToString("Sequential stage1.0");
    }

    @Test
    void takenNameIsRefused() {
        Sequential tree = new Sequential().add("relu", new Relu());
        assertThatThrownBy(() -> tree.add("relu", new Relu()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Sequential already has a layer named relu");
    }

    @Test
    void anObserverSeesLayersInTheOrderOfThePass() {
        Sequential tree = Sequential.of(new Relu(), new Residual(Sequential.of(new Relu()), new Dropout(0.5)));
        List<String> visited = new ArrayList<>();
        Pass pass = Pass.inference();
        pass.observe((layer, inputs, outputs) ->
                visited.add(layer + " " + outputs.get(0).shape()));
        tree.forward(Tensor.zeros(Shape.of(1, 4)), pass);
        assertThat(visited)
                .containsExactly(
                        "Relu 0 [1,4]",
                        "Relu 1.0 [1,4]",
                        "Sequential 1 [1,4]",
                        "Dropout 1.shortcut [1,4]",
                        "Residual 1 [1,4]",
                        "Sequential [1,4]");
    }

    @Test
    void waysThatGiveDifferentShapesAreRefused() {
        Sequential tree = new Sequential().add("block", new Residual(conv(Similarity.L1, 2, 3, 2)));
        String message = "Residual block: the body gives [1,2,2,3], the shortcut [1,4,4,2]; "
                + "give the shortcut the body's stride and channels";
        Shape input = Shape.of(1, 4, 4, 2);
        assertThatThrownBy(() -> tree.outputShape(input))
                .isInstanceOf(ShapeException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> tree.forward(Tensor.zeros(input), Pass.training(Workers.shared())))
                .hasMessage(message);
    }
}
