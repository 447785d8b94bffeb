package org.addernet.data;

import org.addernet.data.transform.Normalize;
import org.addernet.io.DataDescription;

/**
 * The two parts of a data set.
 *
 * @param train the samples to learn from
 * @param test the samples to measure with
 */
public record DataSplits(Dataset train, Dataset test) {

    /** Returns the names of the classes, and how test pictures become inputs. */
    public DataDescription description() {
        return new DataDescription(test.classNames(), test.preprocessing());
    }

    /**
     * Returns both parts normalised by the {@link ChannelStatistics} of the part to learn from, which is read wholly.
     *
     * <p>For other data of the kind, keep {@code ChannelStatistics.of(train).normalize()} and apply it with
     * {@link Dataset#with}.
     */
    public DataSplits normalised() {
        Normalize normalize = ChannelStatistics.of(train).normalize();
        return new DataSplits(train.with(normalize), test.with(normalize));
    }
}
