package org.addernet.examples;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Gradients;
import org.addernet.nn.Model;
import org.addernet.nn.Parameter;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.loss.Loss;
import org.addernet.nn.op.Activations;
import org.addernet.nn.op.Arithmetic;
import org.addernet.nn.op.Shaping;
import org.addernet.optim.Optimizer;
import org.addernet.optim.schedule.Schedule;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.Trainer;

/** An optimizer, a loss and a data set of your own: a line through points, of which some are far off. */
public final class OwnOptimizer {

    private OwnOptimizer() {}

    /** Steps of one size: {@code p -= γ sgn(g)}. */
    private static final class SignDescent extends Optimizer {

        private final List<Parameter> parameters;

        SignDescent(List<Parameter> parameters) {
            this.parameters = List.copyOf(parameters);
        }

        @Override
        protected void update(Gradients gradients, double learningRate) {
            for (Parameter parameter : parameters) {
                if (gradients.has(parameter)) {
                    float[] p = parameter.value().data();
                    float[] g = gradients.of(parameter).data();
                    for (int i = 0; i < p.length; i++) {
                        p[i] -= (float) learningRate * Math.signum(g[i]);
                    }
                }
            }
        }

        @Override
        public Map<String, Tensor> state() {
            return Map.of();
        }
    }

    /** Points of the line {@code y = 2x + 1}, of which every tenth is 50 too high. */
    private record Points(int size) implements Dataset {

        @Override
        public Shape imageShape() {
            return Shape.of(1);
        }

        @Override
        public Optional<Shape> targetShape() {
            return Optional.of(Shape.of(1));
        }

        @Override
        public void read(int index, float[] target, int offset, RandomGenerator random) {
            target[offset] = x(index);
        }

        @Override
        public void readTarget(int index, float[] target, int offset, RandomGenerator random) {
            target[offset] = 2 * x(index) + 1 + (index % 10 == 0 ? 50 : 0);
        }

        private float x(int index) {
            return 2f * index / size - 1;
        }
    }

    /** Returns the mean of {@code |y - t|}, which some points that are far off hardly change. */
    private static Loss meanAbsoluteError() {
        return (inputs, outputs, targets, pass) -> {
            Tensor output = outputs.get(0);
            Tensor negative = targets.values().copy();
            for (int i = 0; i < negative.data().length; i++) {
                negative.data()[i] = -negative.data()[i];
            }
            Tensor difference = Arithmetic.add(output, negative, pass);
            Tensor absolute = Activations.leakyRelu(difference, -1, pass);
            Tensor column = Shaping.reshape(absolute, Shape.of(1, output.shape().size(), 1, 1), pass);
            return Shaping.reshape(Arithmetic.mean(column, pass), Shape.of(1), pass);
        };
    }

    /** Runs it; arguments are ignored. */
    public static void main(String[] args) {
        Linear line = Linear.builder(Similarity.CROSS_CORRELATION, 1, 1).bias().build();
        Model model = new Model("line", Similarity.CROSS_CORRELATION, Shape.of(1), line);
        DataLoader points =
                DataLoader.of(new Points(400)).batchSize(20).shuffle(1).build();
        Trainer.of(model)
                .optimizer(SignDescent::new)
                .schedule(Schedule.cosine(0.05, 20))
                .loss(meanAbsoluteError())
                .epochs(20)
                .fit(points, points);
        float[] ends = model.predict(Tensor.of(Shape.of(2, 1), 0, 1)).data();
        float start = ends[0];
        float slope = ends[1] - start;
        // Least squares would find a start of 6.
        if (!(Math.abs(slope - 2) < 0.2 && Math.abs(start - 1) < 0.2)) {
            throw new IllegalStateException("the line is " + slope + " x + " + start + ", expected 2 x + 1");
        }
        System.out.println(slope + " x + " + start);
    }
}
