package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.nn.Gradients;
import org.addernet.nn.Layer;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The convolution layer by hand and by differences, for every similarity. */
class Conv2dTest {

    /** Image 2x3 with rows 1 2 3 and 4 5 6, kernel 2x2 with rows 1 0 and 0 2, bias 10. */
    @ParameterizedTest
    @CsvSource({
        // 1*1 + 5*2, 2*1 + 6*2
        "CROSS_CORRELATION, 21, 24",
        // |1-1| + |2-0| + |4-0| + |5-2|, |2-1| + |3-0| + |5-0| + |6-2|
        "L1, 1, -3",
        // 0 + 4 + 16 + 9, 1 + 9 + 25 + 16
        "L2, -19, -41",
        // 3/4 (1 + 1 + 1 + 1): all signs are 1, the mean magnitude of the filter is 3/4
        "XNOR, 13, 13"
    })
    void forwardByHand(Similarity similarity, float first, float second) {
        Conv2d layer = Conv2d.builder(similarity, 1, 1, 2).bias().build();
        set(layer.filter(), 1, 0, 0, 2);
        set(layer.parameters().get(1), 10);
        Tensor y = layer.forward(Tensor.of(Shape.of(1, 2, 3, 1), 1, 2, 3, 4, 5, 6), Pass.inference());
        assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 2, 1));
        assertThat(y.data()).containsExactly(first, second);
    }

    /** A 3x3 image of ones under a 3x3 kernel of threes: a corner place sees 1 pixel, one at an edge 3. */
    @ParameterizedTest
    @EnumSource(Similarity.class)
    void strideAndPaddingByHand(Similarity similarity) {
        Conv2d layer = Conv2d.builder(similarity, 1, 1, 3).stride(2).padding(2).build();
        Arrays.fill(layer.filter().value().data(), 3);
        Tensor x = Tensor.of(Shape.of(1, 3, 3, 1), 1, 1, 1, 1, 1, 1, 1, 1, 1);
        Tensor y = layer.forward(x, Pass.inference());
        assertThat(y.shape()).isEqualTo(Shape.of(1, 3, 3, 1));
        switch (similarity) {
            case CROSS_CORRELATION -> assertThat(y.data()).containsExactly(3, 9, 3, 9, 27, 9, 3, 9, 3);
            // A tap on the image costs 3 - 1, one on the padding 3.
            case L1 -> assertThat(y.data()).containsExactly(-26, -24, -26, -24, -18, -24, -26, -24, -26);
            // Likewise 4 and 9.
            case L2 -> assertThat(y.data()).containsExactly(-76, -66, -76, -66, -36, -66, -76, -66, -76);
            // The padding has no sign, and adds nothing.
            case XNOR -> assertThat(y.data()).containsExactly(3, 9, 3, 9, 27, 9, 3, 9, 3);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Similarity.class, mode = EnumSource.Mode.EXCLUDE, names = "XNOR")
    void gradientsAreTheSlopes(Similarity similarity) {
        GradientRule rule = similarity == Similarity.L1 ? GradientRule.SIGN : GradientRule.of(similarity);
        Conv2d layer = Conv2d.builder(similarity, 2, 3, new Size2d(3, 2))
                .stride(new Size2d(2, 1))
                .padding(new Size2d(1, 0))
                .gradient(rule)
                .bias()
                .build();
        GradientCheck.initialized(layer, 1);
        Tensor x = GradientCheck.gaussian(2, Shape.of(2, 5, 4, 2));
        round(x, 0);
        round(layer.filter().value(), 0.25f);
        GradientCheck.check(layer, x, 0x1p-4f, 1e-4);
    }

    /** As TensorFlow's SAME has it: a 2x2 image of ones, kernel 3 of threes, a row of zeros below and a column at the right. */
    @Test
    void bordersOfDifferentPaddingByHand() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2, 1), 1, 1, 1, 1);
        for (Similarity similarity : new Similarity[] {Similarity.CROSS_CORRELATION, Similarity.L1, Similarity.L2}) {
            Conv2d layer = Conv2d.builder(similarity, 1, 1, 3)
                    .stride(2)
                    .padding(0, 1, 0, 1)
                    .build();
            Arrays.fill(layer.filter().value().data(), 3);
            // 4 taps on the image, 5 on the padding.
            float expected = switch (similarity) {
                case CROSS_CORRELATION -> 4 * 3;
                case L1 -> -4 * 2 - 5 * 3;
                default -> -4 * 4 - 5 * 9;
            };
            for (Layer each : new Layer[] {layer, layer.fuse()}) {
                Tensor y = each.forward(x, Pass.inference());
                assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 1, 1)).isEqualTo(each.outputShape(x.shape()));
                assertThat(y.data()).as("%s", similarity).containsExactly(expected);
            }
            assertThat(layer.operations(x.shape()).additions()).isEqualTo(similarity.isDistance() ? 18 : 9);
        }
    }

    @Test
    void gradientsThroughDifferentPaddingAreTheSlopes() {
        Conv2d layer = Conv2d.builder(Similarity.L2, 2, 3, 3)
                .stride(2)
                .padding(0, 1, 2, 1)
                .bias()
                .build();
        GradientCheck.initialized(layer, 1);
        Tensor x = GradientCheck.gaussian(2, Shape.of(2, 4, 3, 2));
        round(x, 0);
        round(layer.filter().value(), 0.25f);
        GradientCheck.check(layer, x, 0x1p-4f, 1e-4);
    }

    /** The same zeros at opposite borders are the kernel's own padding, whichever way they are given. */
    @Test
    void equalBordersAreOnePadding() {
        Tensor x = GradientCheck.gaussian(2, Shape.of(2, 4, 3, 2));
        Conv2d four =
                Conv2d.builder(Similarity.XNOR, 2, 3, 3).padding(1, 1, 2, 2).build();
        Conv2d two = Conv2d.builder(Similarity.XNOR, 2, 3, 3)
                .padding(new Size2d(1, 2))
                .build();
        assertThat(four.forward(x, Pass.inference()).data())
                .containsExactly(two.forward(x, Pass.inference()).data());
    }

    @Test
    void paddingThatCannotBeIsRefused() {
        Conv2d.Builder builder = Conv2d.builder(Similarity.XNOR, 1, 1, 3).padding(0, 1, 0, 1);
        assertThatThrownBy(builder::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("a convolution with xnor has the padding Padding[top=0, bottom=1, left=0, right=1]: it adds"
                        + " nothing at borders, where zeros have no sign, and does so only if top and bottom, and left and"
                        + " right, are equal");
        assertThatThrownBy(() -> builder.padding(0, 0, -1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Conv2d: Padding[top=0, bottom=0, left=-1, right=0] is negative, it must be at least 0");
    }

    /** Moves values to multiples of 1/2 plus an offset: inputs and weights of other offsets have no ties near. */
    private static void round(Tensor tensor, float offset) {
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = Math.round(2 * tensor.data()[i]) / 2f + offset;
        }
    }

    @Test
    void defaultRuleOfL1IsFullPrecisionAndClipped() {
        Conv2d layer = Conv2d.builder(Similarity.L1, 1, 1, 1).build();
        set(layer.filter(), 3);
        Tensor x = Tensor.of(Shape.of(1, 1, 3, 1), 0.5f, 2.75f, 5);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(x);
        Tensor y = layer.forward(x, pass);
        Gradients gradients = pass.backward(y, Tensor.of(y.shape(), 1, 1, 2));
        assertThat(gradients.of(layer.filter()).data()).containsExactly(-2.5f - 0.25f + 2 * 2);
        assertThat(pass.gradient(x).data()).containsExactly(1, 0.25f, -2);
    }

    /** Filters (-1/2) and (3); α scales the outputs and the gradients of inputs, of which those beyond 1 get none. */
    @Test
    void signsAreScaledByTheFiltersMagnitude() {
        Conv2d layer = Conv2d.builder(Similarity.XNOR, 1, 2, 1).build();
        set(layer.filter(), -0.5f, 3);
        Tensor x = Tensor.of(Shape.of(1, 1, 3, 1), 0.5f, -2, -0.25f);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(x);
        Tensor y = layer.forward(x, pass);
        assertThat(y.data()).containsExactly(-0.5f, 3, 0.5f, -3, 0.5f, -3);
        Gradients gradients = pass.backward(y, Tensor.of(y.shape(), 1, 2, 3, 4, 5, 6));
        assertThat(gradients.of(layer.filter()).data()).containsExactly(1 - 3 - 5, 2 - 4 - 6);
        assertThat(pass.gradient(x).data()).containsExactly(-0.5f + 3 * 2, 0, -0.5f * 5 + 3 * 6);
    }

    @Test
    void dilationSpreadsTheTaps() {
        Conv2d layer = Conv2d.builder(Similarity.CROSS_CORRELATION, 1, 1, new Size2d(1, 2))
                .dilation(3)
                .build();
        set(layer.filter(), 1, 10);
        Tensor y = layer.forward(Tensor.of(Shape.of(1, 1, 5, 1), 1, 2, 3, 4, 5), Pass.inference());
        assertThat(y.data()).containsExactly(41, 52);
    }

    @Test
    void distancesHaveAdderFiltersThatStartNormal() {
        Conv2d adder = GradientCheck.initialized(
                Conv2d.builder(Similarity.L1, 16, 64, 3).build(), 1);
        Conv2d ordinary = GradientCheck.initialized(
                Conv2d.builder(Similarity.CROSS_CORRELATION, 16, 64, 3).build(), 1);
        assertThat(adder.filter().role()).isEqualTo(Parameter.Role.ADDER_FILTER);
        assertThat(ordinary.filter().role()).isEqualTo(Parameter.Role.FILTER);
        // 9216 values: the mean square is off by 1.5 % at one deviation.
        assertThat(meanSquare(adder.filter().value())).isBetween(0.93, 1.07);
        assertThat(meanSquare(ordinary.filter().value()) * 9 * 16 / 2).isBetween(0.93, 1.07);
    }

    @Test
    void operationsCountEveryTapOnce() {
        Shape input = Shape.of(1, 6, 6, 3);
        long n = 4 * 4 * 5 * 3 * 3 * 3;
        assertThat(Conv2d.builder(Similarity.L1, 3, 5, 3).build().operations(input))
                .isEqualTo(new OperationCount(0, 2 * n));
        assertThat(Conv2d.builder(Similarity.L2, 3, 5, 3).build().operations(input))
                .isEqualTo(new OperationCount(n, 2 * n));
        assertThat(Conv2d.builder(Similarity.CROSS_CORRELATION, 3, 5, 3)
                        .bias()
                        .build()
                        .operations(input))
                .isEqualTo(new OperationCount(n, n + 4 * 4 * 5));
        assertThat(Conv2d.builder(Similarity.XNOR, 3, 5, 3).build().operations(input))
                .isEqualTo(new OperationCount(0, n, n));
    }

    @Test
    void gradientsOfAnotherSimilarityAreRefused() {
        for (Similarity similarity : Similarity.values()) {
            for (Similarity other : Similarity.values()) {
                Conv2d.Builder builder = Conv2d.builder(similarity, 1, 1, 3).gradient(GradientRule.of(other));
                if (other == similarity) {
                    builder.build();
                } else {
                    assertThatThrownBy(builder::build)
                            .isInstanceOf(IllegalArgumentException.class)
                            .hasMessageContaining("use GradientRule.of(Similarity." + similarity.name() + ")");
                }
            }
        }
        for (GradientRule rule : new GradientRule[] {GradientRule.SIGN, GradientRule.UNCLIPPED}) {
            Conv2d.builder(Similarity.L1, 1, 1, 3).gradient(rule).build();
            assertThatThrownBy(Conv2d.builder(Similarity.L2, 1, 1, 3).gradient(rule)::build)
                    .hasMessageContaining("a convolution with l2 cannot be trained with");
        }
    }

    @Test
    void wrongChannelsAreNamedWithTheLayersPlace() {
        Conv2d layer = Conv2d.builder(Similarity.L1, 16, 16, 3).build();
        Sequential tree = new Sequential().add("stage1", new Residual(new Sequential().add("conv1", layer)));
        String message = "Conv2d stage1.conv1: input has 3 channels, the filter expects 16 "
                + "(input [8,32,32,3], filter [3,3,16,16])";
        Tensor x = Tensor.zeros(Shape.of(8, 32, 32, 3));
        assertThatThrownBy(() -> tree.forward(x, Pass.inference()))
                .isInstanceOf(ShapeException.class)
                .hasMessage(message);
        assertThatThrownBy(() -> tree.outputShape(x.shape())).hasMessage(message);
    }

    private static double meanSquare(Tensor tensor) {
        double sum = 0;
        for (float value : tensor.data()) {
            sum += (double) value * value;
        }
        return sum / tensor.data().length;
    }

    private static void set(Parameter parameter, float... values) {
        System.arraycopy(values, 0, parameter.value().data(), 0, values.length);
    }
}
