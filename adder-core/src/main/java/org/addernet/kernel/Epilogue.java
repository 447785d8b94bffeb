package org.addernet.kernel;

/**
 * What is done to the similarities of each output channel t before they are stored: {@code y = scale[t] s + shift[t]}, and
 * then {@code max(0, y)} if asked for; a NaN stays one.
 *
 * <p>A bias is an epilogue, and so is a batch normalisation in inference with the ReLU behind it.
 *
 * @param scale a factor for each output channel
 * @param shift a summand for each output channel
 * @param relu whether the ReLU follows
 */
public record Epilogue(float[] scale, float[] shift, boolean relu) {

    /**
     * Checks the lengths.
     *
     * @throws IllegalArgumentException if they differ
     */
    public Epilogue {
        if (scale.length != shift.length) {
            throw new IllegalArgumentException("Epilogue: scale has " + scale.length + " channels, shift "
                    + shift.length + "; both need one value for each output channel");
        }
    }

    /**
     * Checks that there is a scale and a shift for each output channel.
     *
     * @throws IllegalArgumentException if not
     */
    public void requireChannels(int outChannels) {
        if (scale.length != outChannels) {
            throw new IllegalArgumentException(
                    "Epilogue: it has " + scale.length + " channels, the convolution gives " + outChannels);
        }
    }

    /** Returns y for the similarity s in output channel t. */
    public float apply(float s, int t) {
        float y = scale[t] * s + shift[t];
        return relu ? Math.max(0, y) : y;
    }
}
