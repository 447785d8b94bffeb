package org.addernet.kernel;

import java.util.Random;
import java.util.function.DoubleBinaryOperator;

/**
 * A convolution and its gradients by another way than the kernels': zeros really added around the image, everything in
 * double, and gradients scattered from each output instead of gathered for each input.
 */
final class BruteForce {

    private final ConvGeometry g;
    private final double[][][][] padded;
    private final float[] filter;
    private boolean paddingCounts = true;

    BruteForce(ConvGeometry g, float[] x, float[] filter) {
        this.g = g;
        this.filter = filter;
        padded = emptyPadded();
        int next = 0;
        for (int n = 0; n < g.batch(); n++) {
            for (int h = 0; h < g.image().height(); h++) {
                for (int w = 0; w < g.image().width(); w++) {
                    for (int c = 0; c < g.inChannels(); c++) {
                        padded[n][h + g.padding().height()][w + g.padding().width()][c] = x[next++];
                    }
                }
            }
        }
    }

    /** Leaves out the terms of the padding, as the signs do. */
    BruteForce withoutPadding() {
        paddingCounts = false;
        return this;
    }

    private boolean counts(int h, int w) {
        int y = h - g.padding().height();
        int x = w - g.padding().width();
        return paddingCounts
                || (y >= 0 && y < g.image().height() && x >= 0 && x < g.image().width());
    }

    private double[][][][] emptyPadded() {
        return new double[g.batch()][g.image().height() + 2 * g.padding().height()]
                [g.image().width() + 2 * g.padding().width()][g.inChannels()];
    }

    double[] forward(DoubleBinaryOperator similarity) {
        double[] y = new double[g.outputShape().size()];
        forEachTerm((n, h, w, c, f, out) -> y[out] += similarity.applyAsDouble(padded[n][h][w][c], filter[f]));
        return y;
    }

    double[] filterGradient(DoubleBinaryOperator derivative, float[] dy) {
        double[] df = new double[filter.length];
        forEachTerm((n, h, w, c, f, out) -> df[f] += dy[out] * derivative.applyAsDouble(padded[n][h][w][c], filter[f]));
        return df;
    }

    double[] inputGradient(DoubleBinaryOperator derivative, float[] dy) {
        double[][][][] dx = emptyPadded();
        forEachTerm((n, h, w, c, f, out) ->
                dx[n][h][w][c] += dy[out] * derivative.applyAsDouble(padded[n][h][w][c], filter[f]));
        double[] cropped = new double[g.inputShape().size()];
        int next = 0;
        for (int n = 0; n < g.batch(); n++) {
            for (int h = 0; h < g.image().height(); h++) {
                for (int w = 0; w < g.image().width(); w++) {
                    for (int c = 0; c < g.inChannels(); c++) {
                        cropped[next++] =
                                dx[n][h + g.padding().height()][w + g.padding().width()][c];
                    }
                }
            }
        }
        return cropped;
    }

    private void forEachTerm(Term term) {
        int out = 0;
        for (int n = 0; n < padded.length; n++) {
            int reachH = (g.kernel().height() - 1) * g.dilation().height();
            int reachW = (g.kernel().width() - 1) * g.dilation().width();
            for (int top = 0; top + reachH < padded[n].length; top += g.stride().height()) {
                for (int left = 0;
                        left + reachW < padded[n][0].length;
                        left += g.stride().width()) {
                    for (int t = 0; t < g.outChannels(); t++, out++) {
                        int f = t;
                        for (int h = top; h <= top + reachH; h += g.dilation().height()) {
                            for (int w = left;
                                    w <= left + reachW;
                                    w += g.dilation().width()) {
                                for (int c = 0; c < g.inChannels(); c++, f += g.outChannels()) {
                                    if (counts(h, w)) {
                                        term.visit(n, h, w, c, f, out);
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    private interface Term {
        void visit(int n, int h, int w, int c, int f, int out);
    }

    /** Returns normally distributed values. */
    static float[] gaussian(long seed, int size) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
