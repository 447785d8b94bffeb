package org.addernet.train.metric;

import org.addernet.nn.loss.Targets;
import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The mean, over the classes that occur, of a figure that the confusion matrix tells. */
record MacroAverage(String name, OfClass figure) implements Metric {

    /** The figure of one class, NaN where it is undefined. */
    @FunctionalInterface
    interface OfClass {

        /**
         * Returns the figure.
         *
         * @param hits samples of the class that were taken for it
         * @param predicted samples that were taken for it
         * @param actual samples of it
         */
        double of(long hits, long predicted, long actual);
    }

    @Override
    public Tally start() {
        return new Tally() {
            private @Nullable ConfusionMatrix confusion;

            @Override
            public void add(Tensor output, Targets targets) {
                ClassLogits batch = ClassLogits.of(name, output, targets);
                if (confusion == null) {
                    confusion = new ConfusionMatrix(batch.classes());
                }
                batch.requireClasses(name, confusion.classes());
                for (int n = 0; n < batch.samples(); n++) {
                    confusion.add(batch.label(n), TopK.argmax(batch.logits(), n));
                }
            }

            @Override
            public double value() {
                return confusion == null ? Double.NaN : mean(confusion);
            }
        };
    }

    private double mean(ConfusionMatrix confusion) {
        double sum = 0;
        int occurring = 0;
        for (int c = 0; c < confusion.classes(); c++) {
            long predicted = 0;
            long actual = 0;
            for (int other = 0; other < confusion.classes(); other++) {
                predicted += confusion.count(other, c);
                actual += confusion.count(c, other);
            }
            if (predicted + actual > 0) {
                double value = figure.of(confusion.count(c, c), predicted, actual);
                sum += Double.isNaN(value) ? 0 : value;
                occurring++;
            }
        }
        return sum / occurring;
    }
}
