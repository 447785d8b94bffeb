package org.addernet.data;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.addernet.tensor.Shape;

/**
 * Cuts a data set into batches, epoch after epoch.
 *
 * <p>Immutable and thread-safe. The order of the samples and their augmentation depend only on the seed and the number of
 * the epoch, not on the number of threads, so a run that continues at batch 50 of epoch 7 sees the same batches as one
 * that never stopped.
 */
public final class DataLoader {

    /** The number of samples of a batch where none is given: 256. */
    public static final int DEFAULT_BATCH_SIZE = 256;

    /** The number of threads where none is given: one for every eight processors, as reading is a small part of training. */
    public static final int DEFAULT_THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 8);

    private final Dataset dataset;
    private final int batchSize;
    private final boolean shuffle;
    private final Seed seed;
    private final int threads;
    private final int size;

    private DataLoader(Builder builder) {
        dataset = builder.dataset;
        if (dataset.classes() == 0 && dataset.targetShape().isEmpty()) {
            throw new IllegalArgumentException("DataLoader: the data set has no classes and no shape of float targets; "
                    + "implement classes and label, or targetShape and readTarget");
        }
        batchSize = builder.batchSize;
        shuffle = builder.shuffle;
        seed = new Seed(builder.seed);
        threads = builder.threads;
        size = builder.dropLast ? dataset.size() / batchSize * batchSize : dataset.size();
        if (size == 0) {
            throw new IllegalArgumentException("DataLoader: " + dataset.size() + " samples give no batch of "
                    + batchSize + "; use a smaller batch size or keep the last batch");
        }
    }

    /** Returns a builder of a loader for the given data set. */
    public static Builder of(Dataset dataset) {
        return new Builder(dataset);
    }

    /** Returns the data set. */
    public Dataset dataset() {
        return dataset;
    }

    /** Returns the number of samples of a batch; the last of an epoch may have fewer. */
    public int batchSize() {
        return batchSize;
    }

    /** Returns the number of threads that read the samples of an epoch. */
    public int threads() {
        return threads;
    }

    /** Returns the number of samples of an epoch. */
    public int size() {
        return size;
    }

    /** Returns the number of batches of an epoch. */
    public int batches() {
        return (size - 1) / batchSize + 1;
    }

    /**
     * Starts an epoch: its batches are prepared by threads of its own, a little ahead of the caller.
     *
     * @param epoch the number of the epoch, which selects the order and the augmentation
     */
    public Epoch epoch(int epoch) {
        return epoch(epoch, 0);
    }

    /**
     * Starts an epoch at a later batch, without reading the samples before; the batches are those of the whole epoch.
     *
     * @param epoch the number of the epoch, which selects the order and the augmentation
     * @param firstBatch how many batches are left out, at most all
     * @throws IllegalArgumentException if there are not that many
     */
    public Epoch epoch(int epoch, int firstBatch) {
        if (firstBatch < 0 || firstBatch > batches()) {
            throw new IllegalArgumentException("DataLoader: the epoch cannot start after " + firstBatch
                    + " batches; it has " + batches() + ", so start after 0 to " + batches());
        }
        Seed epochSeed = seed.child(epoch);
        int[] order = IntStream.range(0, dataset.size()).toArray();
        if (shuffle) {
            epochSeed.shuffle(order);
        }
        return Epoch.start(this, epochSeed, order, firstBatch);
    }

    /** Returns the sizes, such as {@code DataLoader[60000 samples [32,32,1] in 235 batches of 256]}. */
    @Override
    public String toString() {
        String shapes = dataset.inputShapes().stream().map(Shape::toString).collect(Collectors.joining(" and "));
        return "DataLoader[" + size + " samples " + shapes + " in " + batches() + " batches of " + batchSize + "]";
    }

    /** Collects the settings of a loader. */
    public static final class Builder {
        private final Dataset dataset;
        private int batchSize = DEFAULT_BATCH_SIZE;
        private boolean shuffle;
        private long seed;
        private boolean dropLast;
        private int threads = DEFAULT_THREADS;

        private Builder(Dataset dataset) {
            this.dataset = dataset;
        }

        /**
         * Sets the number of samples of a batch (default: {@value DataLoader#DEFAULT_BATCH_SIZE}).
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder batchSize(int newBatchSize) {
            if (newBatchSize < 1) {
                throw new IllegalArgumentException("batch size is " + newBatchSize + ", it must be at least 1");
            }
            batchSize = newBatchSize;
            return this;
        }

        /** Shuffles the samples anew in every epoch; the seed also drives augmentation (default: in order, seed 0). */
        public Builder shuffle(long newSeed) {
            shuffle = true;
            seed = newSeed;
            return this;
        }

        /** Leaves out the last batch of an epoch if it is not full (default: it is kept). */
        public Builder dropLast() {
            dropLast = true;
            return this;
        }

        /**
         * Sets the number of threads that read samples (default: {@link DataLoader#DEFAULT_THREADS}); the batches do not
         * depend on it.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder threads(int newThreads) {
            if (newThreads < 1) {
                throw new IllegalArgumentException("DataLoader: threads is " + newThreads + ", it must be at least 1");
            }
            threads = newThreads;
            return this;
        }

        /**
         * Builds the loader.
         *
         * @throws IllegalArgumentException if an epoch would have no batch, or the samples have neither labels nor targets
         */
        public DataLoader build() {
            return new DataLoader(this);
        }
    }
}
