package org.addernet.train.listener;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What an epoch brought.
 *
 * @param epoch its number, the first is 1
 * @param trainLoss the mean loss over its batches, each before its step
 * @param trainAccuracy the share of right answers in the same passes, 0 to 1; NaN, as that of the test, without labels
 * @param testLoss the mean loss on the test set after the epoch
 * @param testAccuracy the share of right answers on the test set after the epoch, 0 to 1
 * @param seconds its duration, without the test
 * @param dataWait the share of this time in which training waited for data, 0 to 1; NaN if it is not known
 * @param metrics the metrics of the test, by name
 */
public record EpochResult(
        int epoch,
        double trainLoss,
        double trainAccuracy,
        double testLoss,
        double testAccuracy,
        double seconds,
        double dataWait,
        Map<String, Double> metrics) {

    /** Takes an unmodifiable copy of the metrics, in their order. */
    public EpochResult {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /** Creates a result without metrics. */
    public EpochResult(
            int epoch,
            double trainLoss,
            double trainAccuracy,
            double testLoss,
            double testAccuracy,
            double seconds,
            double dataWait) {
        this(epoch, trainLoss, trainAccuracy, testLoss, testAccuracy, seconds, dataWait, Map.of());
    }
}
