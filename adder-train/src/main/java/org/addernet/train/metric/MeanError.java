package org.addernet.train.metric;

import java.util.function.DoubleUnaryOperator;
import org.addernet.nn.loss.Targets;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** The mean over all elements of what the difference of output and target costs. */
record MeanError(String name, DoubleUnaryOperator ofDifference) implements Metric {

    @Override
    public Tally start() {
        return new Tally() {
            private double sum;
            private long elements;

            @Override
            public void add(Tensor output, Targets targets) {
                Tensor values = targets.values();
                if (!output.shape().equals(values.shape())) {
                    throw new ShapeException(name + ": the output is " + output.shape() + ", the targets are "
                            + values.shape() + "; reshape one, so that each output has its target");
                }
                int size = output.shape().size();
                for (int i = 0; i < size; i++) {
                    sum += ofDifference.applyAsDouble((double) output.data()[i] - values.data()[i]);
                }
                elements += size;
            }

            @Override
            public double value() {
                return sum / elements;
            }
        };
    }
}
