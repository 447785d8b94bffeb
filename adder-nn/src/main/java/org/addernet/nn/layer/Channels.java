package org.addernet.nn.layer;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.addernet.parallel.ScratchPool;
import org.addernet.parallel.Workers;

/**
 * Loops over tensors with a value for each channel, the last axis, at the speed of memory.
 *
 * <p>The JIT makes vector code of a loop only if all arrays have the same index in it, and a loop over few channels would be
 * too short anyway. So tensors go through scratch in chunks of whole rows, and what belongs to a channel is {@linkplain
 * #repeat repeated} to the length of a chunk.
 */
final class Channels {

    private static final int CHUNK = 512;
    private static final int VALUES_PER_TASK = 1 << 16;

    private Channels() {}

    /** A loop over the first {@code length} values of a chunk of each array. */
    interface Loop {
        void run(float[][] chunks, int length);
    }

    /** Returns the length of a chunk: as many rows of channels as fit, but at least one. */
    static int chunk(int channels) {
        return Math.max(1, CHUNK / channels) * channels;
    }

    /** Returns scratch of a chunk's length with the value of channel {@code i % channels} at i. */
    static float[] repeat(int channels, IntToDoubleFunction value, ScratchPool scratch) {
        int length = chunk(channels);
        float[] chunk = scratch.borrow(length);
        for (int c = 0; c < channels; c++) {
            chunk[c] = (float) value.applyAsDouble(c);
        }
        for (int i = channels; i < length; i++) {
            chunk[i] = chunk[i - channels];
        }
        return chunk;
    }

    /** Writes to the target what the loop makes of the first source; it works in place, on chunks of all sources. */
    static void map(int channels, Workers workers, Loop loop, float[] target, float[]... sources) {
        inTasks(channels, workers, sources, sources.length, (from, to, chunks) -> {
            for (int start = from; start < to; start += chunk(channels)) {
                int length = load(sources, start, Math.min(to, start + chunk(channels)), chunks);
                loop.run(chunks, length);
                System.arraycopy(chunks[0], 0, target, start, length);
            }
        });
    }

    /**
     * Returns the sums of two quantities for each channel, {@code [2,channels]}.
     *
     * <p>The loop gets a chunk of each source and two more, to which it adds. So a float sums at most {@link
     * #VALUES_PER_TASK} / {@link #CHUNK} values, the rest is added in pairs, and the tasks' sums in double in their order.
     */
    static double[] sums(int channels, Workers workers, Loop loop, float[]... sources) {
        int grain = valuesPerTask(channels);
        int tasks = (int) (((long) sources[0].length + grain - 1) / grain);
        float[] partial = workers.scratch().borrow(tasks * 2 * channels);
        inTasks(channels, workers, sources, sources.length + 3, (from, to, chunks) -> {
            int chunk = chunk(channels);
            float[] first = chunks[sources.length];
            float[] second = chunks[sources.length + 1];
            float[] spare = chunks[sources.length + 2];
            Arrays.fill(first, 0, chunk, 0);
            Arrays.fill(second, 0, chunk, 0);
            for (int start = from; start < to; start += chunk) {
                loop.run(chunks, load(sources, start, Math.min(to, start + chunk), chunks));
            }
            int rows = Math.min(chunk, to - from) / channels;
            addRows(first, rows, channels, spare);
            addRows(second, rows, channels, spare);
            System.arraycopy(first, 0, partial, from / grain * 2 * channels, channels);
            System.arraycopy(second, 0, partial, (from / grain * 2 + 1) * channels, channels);
        });
        double[] sums = new double[2 * channels];
        for (int task = 0; task < tasks; task++) {
            for (int i = 0; i < sums.length; i++) {
                sums[i] += partial[task * sums.length + i];
            }
        }
        workers.scratch().release(partial);
        return sums;
    }

    /** Adds all rows to the first, in pairs; the others are spoiled. */
    static void addRows(float[] data, int rows, int channels, float[] spare) {
        int left = rows;
        while (left > 1) {
            int half = left / 2;
            System.arraycopy(data, (left - half) * channels, spare, 0, half * channels);
            add(data, spare, half * channels);
            left -= half;
        }
    }

    /** Adds the first {@code length} values of {@code added} to those of {@code sum}. */
    static void add(float[] sum, float[] added, int length) {
        for (int i = 0; i < length; i++) {
            sum[i] += added[i];
        }
    }

    private interface Task {
        void run(int from, int to, float[][] chunks);
    }

    private static void inTasks(int channels, Workers workers, float[][] sources, int arrays, Task task) {
        workers.runRanges(sources[0].length, valuesPerTask(channels), (from, to) -> {
            float[][] chunks = new float[arrays][];
            for (int i = 0; i < arrays; i++) {
                chunks[i] = workers.scratch().borrow(chunk(channels));
            }
            task.run(from, to, chunks);
            for (float[] chunk : chunks) {
                workers.scratch().release(chunk);
            }
        });
    }

    private static int valuesPerTask(int channels) {
        return Math.max(1, VALUES_PER_TASK / chunk(channels)) * chunk(channels);
    }

    private static int load(float[][] sources, int from, int to, float[][] chunks) {
        for (int i = 0; i < sources.length; i++) {
            System.arraycopy(sources[i], from, chunks[i], 0, to - from);
        }
        return to - from;
    }
}
