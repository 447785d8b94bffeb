package org.addernet.train.listener;

/**
 * What an epoch brought.
 *
 * @param epoch its number, the first is 1
 * @param trainLoss the mean loss over its batches, each before its step
 * @param trainAccuracy the share of right answers in the same passes, 0 to 1
 * @param testLoss the mean loss on the test set after the epoch
 * @param testAccuracy the share of right answers on the test set after the epoch, 0 to 1
 * @param seconds its duration, without the test
 * @param waited the share of this time in which training waited for data, 0 to 1; NaN if it is not known
 */
public record EpochResult(
        int epoch,
        double trainLoss,
        double trainAccuracy,
        double testLoss,
        double testAccuracy,
        double seconds,
        double waited) {}
