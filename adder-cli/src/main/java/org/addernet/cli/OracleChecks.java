package org.addernet.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.KernelProvider;
import org.addernet.kernel.Kernels;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;

/** Every kernel of every provider against the reference kernels, on a few awkward shapes. */
final class OracleChecks {

    private static final double TOLERANCE = 1e-5;

    private OracleChecks() {}

    static List<Check> run() {
        ConvolutionKernels oracle = Kernels.available().stream()
                .filter(p -> p.name().equals("reference"))
                .findFirst()
                .orElseThrow()
                .kernels();
        List<Check> checks = new ArrayList<>();
        for (KernelProvider provider : Kernels.available()) {
            for (ConvGeometry geometry : geometries()) {
                check(provider.name(), provider.kernels(), oracle, geometry, checks);
            }
        }
        return checks;
    }

    private static void check(
            String name, ConvolutionKernels kernels, ConvolutionKernels oracle, ConvGeometry g, List<Check> checks) {
        Workers workers = Workers.shared();
        Random random = new Random(1);
        float[] x = gaussians(random, g.inputShape().size());
        float[] f = gaussians(random, g.filterShape().size());
        float[] dy = gaussians(random, g.outputShape().size());
        String where = name + " " + g.kernel() + " stride " + g.stride().height() + " " + g.inputShape() + " ";
        for (Similarity similarity : Similarity.values()) {
            float[] actual = new float[dy.length];
            float[] expected = new float[dy.length];
            kernels.forward(similarity, g, x, f, actual, workers);
            oracle.forward(similarity, g, x, f, expected, workers);
            checks.add(Check.of(where + "forward " + similarity, actual, expected, TOLERANCE));
        }
        for (FilterGradient rule : FilterGradient.values()) {
            float[] actual = new float[f.length];
            float[] expected = new float[f.length];
            kernels.filterGradient(rule, g, x, f, dy, actual, workers);
            oracle.filterGradient(rule, g, x, f, dy, expected, workers);
            checks.add(Check.of(where + "filter gradient " + rule, actual, expected, TOLERANCE));
        }
        for (InputGradient rule : InputGradient.values()) {
            float[] actual = new float[x.length];
            float[] expected = new float[x.length];
            kernels.inputGradient(rule, g, x, f, dy, actual, workers);
            oracle.inputGradient(rule, g, x, f, dy, expected, workers);
            checks.add(Check.of(where + "input gradient " + rule, actual, expected, TOLERANCE));
        }
    }

    private static List<ConvGeometry> geometries() {
        return List.of(
                geometry(2, 9, 3, 17, 3, 1, 1),
                geometry(2, 8, 17, 33, 3, 2, 1),
                geometry(3, 6, 16, 32, 1, 2, 0),
                geometry(4, 5, 16, 120, 5, 1, 0));
    }

    private static ConvGeometry geometry(int n, int image, int cIn, int cOut, int kernel, int stride, int padding) {
        return new ConvGeometry(
                n,
                Size2d.square(image),
                cIn,
                cOut,
                Size2d.square(kernel),
                Size2d.square(stride),
                Size2d.square(padding),
                Size2d.square(1));
    }

    private static float[] gaussians(Random random, int size) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
