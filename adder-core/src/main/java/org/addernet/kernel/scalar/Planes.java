package org.addernet.kernel.scalar;

import org.addernet.parallel.Workers;

/**
 * Images {@code [N,H,W,C]} as {@code [C,N,H,W]}, so that the pixels of a channel are neighbours.
 *
 * @param data borrowed scratch
 * @param channels C
 * @param pixels N H W
 */
record Planes(float[] data, int channels, int pixels) {

    private static final int PIXELS_PER_TASK = 256;

    /** Transposes images; release the planes afterwards. */
    static Planes of(float[] images, int channels, Workers workers) {
        int pixels = images.length / channels;
        float[] data = workers.scratch().borrow(images.length);
        workers.runRanges(pixels, PIXELS_PER_TASK, (from, to) -> {
            for (int c = 0; c < channels; c++) {
                for (int p = from; p < to; p++) {
                    data[c * pixels + p] = images[p * channels + c];
                }
            }
        });
        return new Planes(data, channels, pixels);
    }

    /** Returns the index in the data of the first pixel of a channel. */
    int start(int channel) {
        return channel * pixels;
    }

    void release(Workers workers) {
        workers.scratch().release(data);
    }
}
