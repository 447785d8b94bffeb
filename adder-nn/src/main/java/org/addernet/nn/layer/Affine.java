package org.addernet.nn.layer;

import java.util.function.IntToDoubleFunction;
import org.addernet.nn.op.Activations;
import org.addernet.parallel.ScratchPool;

/**
 * The function {@code a[c] (x - m[c]) + b[c]} of a value x in channel c, in float. The mean m is taken off first, since x
 * may be large and vary little.
 *
 * @param mean m, repeated to the length of a chunk; see {@link Channels}
 * @param factor a, likewise
 * @param offset b, likewise
 */
record Affine(float[] mean, float[] factor, float[] offset) {

    static Affine of(
            int channels,
            IntToDoubleFunction mean,
            IntToDoubleFunction factor,
            IntToDoubleFunction offset,
            ScratchPool scratch) {
        return new Affine(
                Channels.repeat(channels, mean, scratch),
                Channels.repeat(channels, factor, scratch),
                Channels.repeat(channels, offset, scratch));
    }

    void release(ScratchPool scratch) {
        scratch.release(mean);
        scratch.release(factor);
        scratch.release(offset);
    }

    /** Replaces each x by its value. */
    void apply(float[] x, int length) {
        apply(x, mean, factor, offset, length);
    }

    /** Replaces each x by its value, or by 0 where that is negative. */
    void withRelu(float[] x, int length) {
        withRelu(x, mean, factor, offset, length);
    }

    /** Sets to 0 each gradient whose x has no positive value. */
    void mask(float[] x, float[] gradient, int length) {
        mask(x, mean, factor, offset, gradient, length);
    }

    /** Replaces each gradient by {@code scale gradient + a (x - m) + b}. */
    void add(float[] x, float[] scale, float[] gradient, int length) {
        add(x, mean, factor, offset, scale, gradient, length);
    }

    // Static methods, since in them the JIT knows that no array is replaced within the loop.

    private static void apply(float[] x, float[] m, float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = a[i] * (x[i] - m[i]) + b[i];
        }
    }

    private static void withRelu(float[] x, float[] m, float[] a, float[] b, int length) {
        for (int i = 0; i < length; i++) {
            x[i] = Math.max(0, a[i] * (x[i] - m[i]) + b[i]);
        }
    }

    private static void mask(float[] x, float[] m, float[] a, float[] b, float[] gradient, int length) {
        for (int i = 0; i < length; i++) {
            gradient[i] *= Activations.reluSlope(Math.max(0, a[i] * (x[i] - m[i]) + b[i]));
        }
    }

    private static void add(float[] x, float[] m, float[] a, float[] b, float[] scale, float[] gradient, int length) {
        for (int i = 0; i < length; i++) {
            gradient[i] = scale[i] * gradient[i] + (a[i] * (x[i] - m[i]) + b[i]);
        }
    }
}
