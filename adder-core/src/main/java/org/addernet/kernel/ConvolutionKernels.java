package org.addernet.kernel;

import org.addernet.parallel.Workers;

/**
 * The three passes of a similarity convolution on flat row-major arrays.
 *
 * <p>The arrays have the sizes that the geometry states; layouts are {@code x [N,H,W,cIn]}, {@code filter
 * [kH,kW,cIn,cOut]}, {@code y [N,outH,outW,cOut]}. Results are overwritten, not added to. Implementations are stateless and
 * thread-safe, and give the same bits whatever the number of workers.
 */
public interface ConvolutionKernels {

    /** Returns what runs, for people, such as {@code vector, 512 bits}. */
    String description();

    /** Computes {@code y = Σ S(x, f)} (Eq. 1), the sum over all taps and input channels. */
    void forward(Similarity similarity, ConvGeometry geometry, float[] x, float[] filter, float[] y, Workers workers);

    /**
     * Computes {@link #forward(Similarity, ConvGeometry, float[], float[], float[], Workers)} and the epilogue of its sums;
     * an implementation may do so before it stores them.
     *
     * @throws IllegalArgumentException if the epilogue is not one of the geometry's output channels
     */
    default void forward(
            Similarity similarity,
            ConvGeometry geometry,
            float[] x,
            float[] filter,
            Epilogue epilogue,
            float[] y,
            Workers workers) {
        int channels = geometry.outChannels();
        epilogue.requireChannels(channels);
        forward(similarity, geometry, x, filter, y, workers);
        workers.runRanges(y.length / channels, Math.max(1, (1 << 15) / channels), (from, to) -> {
            for (int row = from * channels; row < to * channels; row += channels) {
                for (int t = 0; t < channels; t++) {
                    y[row + t] = epilogue.apply(y[row + t], t);
                }
            }
        });
    }

    /** Computes {@code dL/dF = Σ g ∂Y/∂F} from {@code g = dL/dY}, the sum over all images and positions. */
    void filterGradient(
            FilterGradient rule,
            ConvGeometry geometry,
            float[] x,
            float[] filter,
            float[] outputGradient,
            float[] filterGradient,
            Workers workers);

    /**
     * Computes {@code dL/dX = Σ g ∂Y/∂X} from {@code g = dL/dY}, the sum over all taps and filters.
     *
     * <p>Where a tap falls outside the outputs an implementation may let it meet a gradient of 0 instead of leaving it out. For
     * finite x and filters that is the same. A weight that is NaN or infinite may make NaN of all positions of its input
     * channel, also of those whose sums do not have it; an x that is NaN or infinite may make NaN of its own position, even
     * if no output sees that. No other result changes.
     */
    void inputGradient(
            InputGradient rule,
            ConvGeometry geometry,
            float[] x,
            float[] filter,
            float[] outputGradient,
            float[] inputGradient,
            Workers workers);
}
