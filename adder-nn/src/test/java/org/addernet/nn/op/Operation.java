package org.addernet.nn.op;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.addernet.nn.GradientCheck;
import org.addernet.nn.Graph;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** An operation on inputs, to test it by hand and by differences. */
@FunctionalInterface
interface Operation {

    Tensor of(List<Tensor> inputs, Pass pass);

    /** Returns the operation as a layer. */
    default Graph graph() {
        return new Graph() {
            @Override
            protected List<Tensor> compute(List<Tensor> inputs, Pass pass) {
                return List.of(of(inputs, pass));
            }
        };
    }

    /** Returns the output in inference. */
    default Tensor apply(Tensor... inputs) {
        return of(List.of(inputs), Pass.inference());
    }

    /**
     * Checks the gradients by differences with a step of 1/64, exact in float as the inputs are, for operations that are linear in
     * each input near it: only float rounding of outputs near 1, 6e-8 64, and of gradients is left.
     */
    default void checkLinear(Tensor... inputs) {
        GradientCheck.check(graph(), List.of(inputs), 0x1p-6f, 1e-4);
    }

    /** Returns the gradients of the inputs for the given one of the output. */
    default List<float[]> gradients(Tensor gradient, Tensor... inputs) {
        Pass pass = Pass.training(Workers.shared());
        Arrays.stream(inputs).forEach(pass::watch);
        pass.backward(of(List.of(inputs), pass), gradient);
        return Arrays.stream(inputs).map(input -> pass.gradient(input).data()).toList();
    }

    /** Checks that the gradient of one input is the same if no other is wanted. */
    default void checkAlone(Tensor gradient, Tensor... inputs) {
        List<float[]> all = gradients(gradient, inputs);
        for (int i = 0; i < inputs.length; i++) {
            Pass pass = Pass.training(Workers.shared());
            pass.watch(inputs[i]);
            pass.backward(of(List.of(inputs), pass), gradient);
            assertThat(pass.gradient(inputs[i]).data()).as("input %d", i).containsExactly(all.get(i));
        }
    }

    /** Returns the values 1, 2, 3, ... */
    static Tensor counting(int... dimensions) {
        Tensor tensor = Tensor.zeros(Shape.of(dimensions));
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = i + 1;
        }
        return tensor;
    }

    /** Returns normally distributed multiples of 1/8 plus 1/16, so that 0, 1 and -1 are no nearer than 1/16. */
    static Tensor random(long seed, int... dimensions) {
        Random random = new Random(seed);
        Tensor tensor = Tensor.zeros(Shape.of(dimensions));
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = Math.round(8 * random.nextGaussian()) / 8f + 1 / 16f;
        }
        return tensor;
    }

    /** Returns a row of a matrix. */
    static Tensor row(Tensor matrix, int row, int length) {
        return Tensor.of(Shape.of(1, length), Arrays.copyOfRange(matrix.data(), row * length, (row + 1) * length));
    }
}
