package org.addernet.kernel.reference;

import java.util.Arrays;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;

/**
 * The equations as loops, summed in double: slow, obvious, and the truth that faster kernels are tested against.
 *
 * <p>Each result is summed by one task in a fixed order, so the number of workers does not change a bit.
 */
final class ReferenceKernels implements ConvolutionKernels {

    @Override
    public String description() {
        return "reference";
    }

    @Override
    public void forward(Similarity similarity, ConvGeometry g, float[] x, float[] filter, float[] y, Workers workers) {
        Size2d out = g.output();
        int cOut = g.outChannels();
        workers.run(g.batch() * out.height(), task -> {
            int n = task / out.height();
            int m = task % out.height();
            double[] sum = new double[cOut];
            for (int q = 0; q < out.width(); q++) {
                Arrays.fill(sum, 0);
                for (int i = 0; i < g.kernel().height(); i++) {
                    for (int j = 0; j < g.kernel().width(); j++) {
                        int pixel = pixel(g, n, m, q, i, j);
                        if (pixel < 0 && similarity == Similarity.XNOR) {
                            continue; // The padding has no sign.
                        }
                        for (int c = 0; c < g.inChannels(); c++) {
                            float value = pixel < 0 ? 0 : x[pixel + c];
                            int f = ((i * g.kernel().width() + j) * g.inChannels() + c) * cOut;
                            for (int t = 0; t < cOut; t++) {
                                sum[t] += similarity.apply(value, filter[f + t]);
                            }
                        }
                    }
                }
                for (int t = 0; t < cOut; t++) {
                    y[(task * out.width() + q) * cOut + t] = (float) sum[t];
                }
            }
        });
    }

    @Override
    public void filterGradient(
            FilterGradient rule,
            ConvGeometry g,
            float[] x,
            float[] filter,
            float[] outputGradient,
            float[] filterGradient,
            Workers workers) {
        Size2d out = g.output();
        int cOut = g.outChannels();
        workers.run(g.taps(), k -> {
            int c = k % g.inChannels();
            int i = k / g.inChannels() / g.kernel().width();
            int j = k / g.inChannels() % g.kernel().width();
            double[] sum = new double[cOut];
            for (int n = 0; n < g.batch(); n++) {
                for (int m = 0; m < out.height(); m++) {
                    for (int q = 0; q < out.width(); q++) {
                        int pixel = pixel(g, n, m, q, i, j);
                        boolean noSign = pixel < 0 && rule == FilterGradient.XNOR;
                        float value = pixel < 0 ? 0 : x[pixel + c];
                        int y = ((n * out.height() + m) * out.width() + q) * cOut;
                        for (int t = 0; t < cOut; t++) {
                            float derivative = noSign ? 0 : rule.apply(value, filter[k * cOut + t]);
                            sum[t] += (double) outputGradient[y + t] * derivative;
                        }
                    }
                }
            }
            for (int t = 0; t < cOut; t++) {
                filterGradient[k * cOut + t] = (float) sum[t];
            }
        });
    }

    @Override
    public void inputGradient(
            InputGradient rule,
            ConvGeometry g,
            float[] x,
            float[] filter,
            float[] outputGradient,
            float[] inputGradient,
            Workers workers) {
        Size2d out = g.output();
        int cOut = g.outChannels();
        workers.run(g.batch() * g.image().height(), task -> {
            int n = task / g.image().height();
            int h = task % g.image().height();
            for (int w = 0; w < g.image().width(); w++) {
                for (int c = 0; c < g.inChannels(); c++) {
                    int pixel = (task * g.image().width() + w) * g.inChannels() + c;
                    double sum = 0;
                    for (int i = 0; i < g.kernel().height(); i++) {
                        int m = output(
                                h,
                                i,
                                g.stride().height(),
                                g.padding().height(),
                                g.dilation().height(),
                                out.height());
                        for (int j = 0; m >= 0 && j < g.kernel().width(); j++) {
                            int q = output(
                                    w,
                                    j,
                                    g.stride().width(),
                                    g.padding().width(),
                                    g.dilation().width(),
                                    out.width());
                            int y = ((n * out.height() + m) * out.width() + q) * cOut;
                            int f = ((i * g.kernel().width() + j) * g.inChannels() + c) * cOut;
                            for (int t = 0; q >= 0 && t < cOut; t++) {
                                sum += (double) outputGradient[y + t] * rule.apply(x[pixel], filter[f + t]);
                            }
                        }
                    }
                    inputGradient[pixel] = (float) sum;
                }
            }
        });
    }

    /** Returns the index in x of channel 0 of the pixel that tap (i,j) of output (m,q) sees, or -1 in the padding. */
    private static int pixel(ConvGeometry g, int n, int m, int q, int i, int j) {
        int h = m * g.stride().height()
                + i * g.dilation().height()
                - g.padding().height();
        int w = q * g.stride().width() + j * g.dilation().width() - g.padding().width();
        boolean inside =
                h >= 0 && h < g.image().height() && w >= 0 && w < g.image().width();
        return inside ? ((n * g.image().height() + h) * g.image().width() + w) * g.inChannels() : -1;
    }

    /** Returns the output position whose given tap sees this input position, along one axis, or -1 if there is none. */
    private static int output(int position, int tap, int stride, int padding, int dilation, int outputs) {
        int distance = position + padding - tap * dilation;
        return distance >= 0 && distance % stride == 0 && distance / stride < outputs ? distance / stride : -1;
    }
}
