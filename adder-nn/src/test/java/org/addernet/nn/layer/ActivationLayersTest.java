package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Gradients;
import org.addernet.nn.Layer;
import org.addernet.nn.Model;
import org.addernet.nn.ModelCost;
import org.addernet.nn.OperationCount;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.nn.op.Activations;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

/** The layers of activation functions. */
class ActivationLayersTest {

    @Test
    void layersAreTheFunctions() {
        Pass pass = Pass.inference();
        Tensor x = GradientCheck.gaussian(1, Shape.of(3, 4));
        assertThat(new Gelu().forward(x, pass).data())
                .containsExactly(Activations.gelu(x, pass).data());
        assertThat(new Sigmoid().forward(x, pass).data())
                .containsExactly(Activations.sigmoid(x, pass).data());
        assertThat(new Tanh().forward(x, pass).data())
                .containsExactly(Activations.tanh(x, pass).data());
        assertThat(new Softmax().forward(x, pass).data())
                .containsExactly(Activations.softmax(x, pass).data());
        assertThat(new LeakyRelu(0.3f).forward(x, pass).data())
                .containsExactly(Activations.leakyRelu(x, 0.3f, pass).data());
        assertThat(new LeakyRelu().forward(x, pass).data())
                .containsExactly(Activations.leakyRelu(x, 0.01f, pass).data());
    }

    @Test
    void preluHasASlopeForEachChannel() {
        Prelu layer = new Prelu(2);
        Tensor x = Tensor.of(Shape.of(2, 1, 2), -2, -2, 4, Float.NaN);
        assertThat(layer.forward(x, Pass.inference()).data()).containsExactly(-0.5f, -0.5f, 4, Float.NaN);
        layer.parameters().get(0).value().data()[1] = 3;
        assertThat(layer.forward(x, Pass.inference()).data()).containsExactly(-0.5f, -6, 4, Float.NaN);
        assertThat(layer.parameters().get(0)).hasToString("slope SCALE [2]");
    }

    @Test
    void preluGradientByHand() {
        Prelu layer = new Prelu(2);
        Tensor x = Tensor.of(Shape.of(3, 2), -2, 3, 5, -1, -10, 0);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(x);
        Gradients gradients = pass.backward(layer.forward(x, pass), Tensor.of(x.shape(), 4, 1, 1, 8, -1, 4));
        assertThat(pass.gradient(x).data()).containsExactly(1, 1, 1, 2, -0.25f, 1);
        assertThat(gradients.of(layer.parameters().get(0)).data()).containsExactly(4 * -2 + 10, -8);
    }

    @Test
    void frozenPreluStillSendsGradientsBack() {
        Prelu layer = new Prelu(1);
        layer.freeze();
        Tensor x = Tensor.of(Shape.of(1, 1), -2);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(x);
        Gradients gradients = pass.backward(layer.forward(x, pass));
        assertThat(pass.gradient(x).data()).containsExactly(0.25f);
        assertThat(gradients.parameters()).isEmpty();
    }

    @Test
    void gradientsAreTheSlopes() {
        Tensor x = GradientCheck.apart(1, Shape.of(2, 2, 1, 3));
        for (Layer layer : List.of(new LeakyRelu(), GradientCheck.initialized(new Prelu(3), 4))) {
            GradientCheck.check(layer, x, 0.04f, 1e-3);
        }
        // 400 values: channels in chunks, the last of them shorter.
        GradientCheck.check(new Prelu(3), GradientCheck.apart(1, Shape.of(200, 3)), 0.04f, 1e-2);
        for (Layer layer : List.of(new Gelu(), new Sigmoid(), new Tanh(), new Softmax())) {
            // As in ActivationsTest.
            GradientCheck.check(layer, GradientCheck.gaussian(2, Shape.of(3, 4)), 0.01f, 3e-4);
        }
    }

    @Test
    void operationsAreCountedOnce() {
        Model model = new Model(
                "activations",
                Similarity.L1,
                Shape.of(2, 2, 3),
                Sequential.of(new LeakyRelu(), new Prelu(3), new Gelu(), new Relu(), new Flatten(), new Softmax()));
        assertThat(ModelCost.of(model, Shape.of(1, 2, 2, 3)).layers().stream().map(ModelCost.LayerCost::operations))
                .containsExactly(
                        new OperationCount(12, 0),
                        new OperationCount(12, 0),
                        new OperationCount(12, 0),
                        OperationCount.NONE,
                        OperationCount.NONE,
                        new OperationCount(12, 24));
        assertThat(model.parameters().stream().map(Parameter::name)).containsExactly("1.slope");
    }

    @Test
    void misuseIsNamed() {
        Sequential tree = new Sequential().add("act", new Prelu(3)).add("end", new Softmax());
        assertThatThrownBy(() -> tree.forward(Tensor.zeros(Shape.of(2, 4)), Pass.inference()))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Prelu act: input [2,4] must be [...,3]");
        assertThatThrownBy(() -> new Softmax().forward(Tensor.zeros(Shape.of(2, 0)), Pass.inference()))
                .isInstanceOf(ShapeException.class)
                .hasMessage("Softmax: input [2,0] must be [...,n] with n at least 1");
    }
}
