package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.addernet.kernel.Similarity;
import org.addernet.nn.Layer;
import org.addernet.nn.Model;
import org.addernet.nn.ModelCost;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The pooling layers by hand and by differences. */
class PoolingTest {

    /** 3x4 pixels of 2 channels: the second is the negative of the first. */
    private static final Tensor IMAGE = image(1, 5, 2, 0, 7, 3, 8, 4, 6, 9, 10, 11);

    private static Tensor image(float... first) {
        Tensor image = Tensor.zeros(Shape.of(1, 3, 4, 2));
        for (int i = 0; i < first.length; i++) {
            image.data()[2 * i] = first[i];
            image.data()[2 * i + 1] = -first[i];
        }
        return image;
    }

    @Test
    void maxPool() {
        Tensor y = new MaxPool2d(2).forward(IMAGE, Pass.inference());
        assertThat(y.shape()).isEqualTo(Shape.of(1, 1, 2, 2));
        assertThat(y.data()).containsExactly(7, -1, 8, -0f);
    }

    @Test
    void maxPoolWithWindowsThatOverlap() {
        Tensor y = new MaxPool2d(2, 1).forward(IMAGE, Pass.inference());
        assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 3, 2));
        assertThat(y.data()).containsExactly(7, -1, 8, -2, 8, -0f, 9, -3, 10, -3, 11, -4);
    }

    @Test
    void maxPoolWithWindowsOverTheBorder() {
        Tensor y = new MaxPool2d(3, 2, 1).forward(IMAGE, Pass.inference());
        assertThat(y.shape()).isEqualTo(Shape.of(1, 2, 2, 2));
        // The second channel is negative: a padded zero would be its maximum.
        assertThat(y.data()).containsExactly(7, -1, 8, -0f, 9, -3, 11, -3);
        assertThat(new MaxPool2d(3, 2, 1).outputShape(Shape.of(2, 112, 112, 64)))
                .isEqualTo(Shape.of(2, 56, 56, 64));
        assertThat(new MaxPool2d(2, 2, 1).outputShape(Shape.of(1, 1, 1, 1))).isEqualTo(Shape.of(1, 1, 1, 1));
    }

    @Test
    void avgPool() {
        Tensor y = new AvgPool2d(2, 1).forward(IMAGE, Pass.inference());
        assertThat(y.data())
                .containsExactly(4, -4, 4.5f, -4.5f, 3.5f, -3.5f, 6.25f, -6.25f, 7.5f, -7.5f, 8.25f, -8.25f);
        assertThat(new AvgPool2d(3).forward(IMAGE, Pass.inference()).shape()).isEqualTo(Shape.of(1, 1, 1, 2));
    }

    @Test
    void globalAvgPool() {
        Tensor y = new GlobalAvgPool2d().forward(IMAGE, Pass.inference());
        assertThat(y.shape()).isEqualTo(Shape.of(1, 2));
        assertThat(y.data()).containsExactly(5.5f, -5.5f);
    }

    @Test
    void gradientsAreTheSlopes() {
        Tensor x = GradientCheck.apart(1, Shape.of(2, 5, 4, 3));
        for (Layer layer : new Layer[] {
            new MaxPool2d(2),
            new MaxPool2d(3, 1),
            new MaxPool2d(3, 2, 1),
            new AvgPool2d(2),
            new AvgPool2d(3, 1),
            new GlobalAvgPool2d()
        }) {
            // Values are at least 0.1 apart, so h changes no maximum.
            GradientCheck.check(layer, x, 0.04f, 1e-3);
        }
    }

    @Test
    void firstOfEqualMaximaGetsTheGradient() {
        Tensor x = Tensor.of(Shape.of(1, 2, 2, 1), 1, 3, 3, 3);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(x);
        Tensor y = new MaxPool2d(2).forward(x, pass);
        pass.backward(y, Tensor.of(y.shape(), 5));
        assertThat(pass.gradient(x).data()).containsExactly(0, 5, 0, 0);
    }

    @Test
    void nanIsTheMaximum() {
        for (int place = 0; place < 4; place++) {
            Tensor x = Tensor.of(Shape.of(1, 2, 2, 1), 1, 2, 3, 4);
            x.data()[place] = Float.NaN;
            assertThat(new MaxPool2d(2).forward(x, Pass.inference()).data()).containsExactly(Float.NaN);
        }
    }

    @Test
    void operations() {
        Shape input = Shape.of(1, 4, 6, 5);
        assertThat(new MaxPool2d(2).operations(input)).isEqualTo(OperationCount.NONE);
        assertThat(new AvgPool2d(2).operations(input)).isEqualTo(new OperationCount(30, 120));
        // Its operations are counted in the pass.
        Model model = new Model("pool", Similarity.L1, Shape.of(4, 6, 5), new GlobalAvgPool2d());
        assertThat(ModelCost.of(model, input).total()).isEqualTo(new OperationCount(5, 120));
    }

    @Test
    void misuseIsNamed() {
        assertThatThrownBy(() -> new MaxPool2d(2, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pooling window of size 2 and stride 0: both must be at least 1");
        assertThatThrownBy(() -> new MaxPool2d(3, 2, 2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pooling window of size 3 and padding 2: the padding must be from 0 to half the size");
        assertThatThrownBy(() -> new MaxPool2d(2, 2, -1)).hasMessageContaining("padding -1");
        Sequential tree = new Sequential().add("pool1", new MaxPool2d(4));
        assertThatThrownBy(() -> tree.forward(IMAGE, Pass.inference()))
                .isInstanceOf(ShapeException.class)
                .hasMessage("MaxPool2d pool1: input [1,3,4,2] must be [N,H,W,C] with H and W at least 4");
        assertThatThrownBy(() -> new GlobalAvgPool2d().outputShape(Shape.of(2, 3)))
                .hasMessage("GlobalAvgPool2d: input [2,3] must be [N,H,W,C] with H and W at least 1");
    }
}
