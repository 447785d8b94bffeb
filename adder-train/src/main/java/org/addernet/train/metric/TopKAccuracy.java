package org.addernet.train.metric;

import org.addernet.nn.loss.Targets;
import org.addernet.tensor.Tensor;

/** The share of samples whose label is among the k largest logits. */
record TopKAccuracy(String name, int k) implements Metric {

    TopKAccuracy {
        if (k < 1) {
            throw new IllegalArgumentException("topK: k is " + k + ", it must be at least 1");
        }
    }

    @Override
    public Tally start() {
        return new Tally() {
            private long right;
            private long samples;

            @Override
            public void add(Tensor output, Targets targets) {
                ClassLogits batch = ClassLogits.of(name, output, targets);
                for (int n = 0; n < batch.samples(); n++) {
                    right += TopK.rank(batch.logits(), n, batch.label(n)) < k ? 1 : 0;
                }
                samples += batch.samples();
            }

            @Override
            public double value() {
                return (double) right / samples;
            }
        };
    }
}
