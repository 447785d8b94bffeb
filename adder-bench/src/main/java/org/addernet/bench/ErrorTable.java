package org.addernet.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Kernels;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.parallel.Workers;

/**
 * Prints the rounding errors of the default passes of l1 as a Markdown table, against sums in double.
 *
 * <p>An error is the largest of a result's, divided by the mean magnitude of the results. The vector kernels choose between
 * a fast and an exact path by looking at the data, or take the exact one if {@code -Daddernet.kernel.exact=true}, which is
 * read once in a process. So a second process measures with that: the path was the exact one if the results have the same
 * bits there.
 */
public final class ErrorTable {

    private static final String EXACT_PROPERTY = "addernet.kernel.exact";

    private static final int FILTERS = 32;

    private static final List<Data> DATA = List.of(
            new Data("x after ReLU, f ~ N(0,1)", 0, 1, 1, 0, true),
            new Data("x, f ~ N(0,1)", 0, 1, 1, 0, false),
            new Data("x, f ~ N(1000,1)", 1000, 1, 1, 1000, false),
            new Data("x, f ~ N(0,0.001²)", 0, 1e-3f, 1e-3f, 0, false),
            new Data("x, f ~ N(0,1), one x = -10⁶", 0, 1, 1, -1e6f, false),
            new Data("x ~ N(0,100²), f ~ N(0,1)", 0, 100, 1, 0, false));

    /** The distributions of x and f; the first x has a value of its own. */
    private record Data(String title, float mean, float xScale, float fScale, float first, boolean relu) {}

    private ErrorTable() {}

    /**
     * Prints the table.
     *
     * @param args none
     * @throws IOException if the second process cannot be started
     */
    public static void main(String[] args) throws IOException {
        List<String[]> rows = new ArrayList<>();
        for (Data data : DATA) {
            for (int channels : new int[] {3, 16, 64, 256, 512}) {
                rows.add(measure(data, channels));
            }
        }
        if (Boolean.getBoolean(EXACT_PROPERTY)) {
            rows.forEach(row -> System.out.println(String.join(" ", row)));
            return;
        }
        List<String> exact = exactRows();
        System.out.println("Kernels: " + Kernels.active().description() + "\n");
        print("data", "K", "forward", "error", "exact", "input gradient", "error", "exact", "filter gradient, error");
        print("---", "---:", "---", "---:", "---:", "---", "---:", "---:", "---:");
        for (int i = 0; i < rows.size(); i++) {
            String[] r = rows.get(i);
            String[] e = exact.get(i).split(" ", -1);
            String title = DATA.get(i * DATA.size() / rows.size()).title;
            print(title, r[0], path(r[1], e[1]), r[2], e[2], path(r[3], e[3]), r[4], e[4], r[5]);
        }
    }

    private static void print(String... cells) {
        System.out.println("| " + String.join(" | ", cells) + " |");
    }

    private static String path(String hash, String exactHash) {
        return hash.equals(exactHash) ? "exact" : "fast";
    }

    /** Runs this class with the exact path and returns the lines it prints. */
    private static List<String> exactRows() throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
        }
        command.addAll(List.of("-D" + EXACT_PROPERTY + "=true", "-cp", System.getProperty("java.class.path")));
        command.add(ErrorTable.class.getName());
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    /** Returns K, then for y and dx a hash of the bits and the error, then the error of df. */
    private static String[] measure(Data data, int channels) {
        Size2d one = Size2d.square(1);
        ConvGeometry g =
                new ConvGeometry(2, Size2d.square(8), channels, FILTERS, Size2d.square(3), one, Size2d.square(0), one);
        Random random = new Random(channels);
        float[] x = gaussian(random, g.inputShape().size(), data.mean, data.xScale);
        for (int i = 0; data.relu && i < x.length; i++) {
            x[i] = Math.max(0, x[i]);
        }
        x[0] = data.first;
        float[] f = gaussian(random, g.filterShape().size(), data.mean, data.fScale);
        float[] dy = gaussian(random, g.outputShape().size(), 0, 1);
        float[] y = new float[dy.length];
        float[] df = new float[f.length];
        float[] dx = new float[x.length];
        Kernels.active().forward(Similarity.L1, g, x, f, y, Workers.shared());
        Kernels.active().filterGradient(FilterGradient.FULL_PRECISION, g, x, f, dy, df, Workers.shared());
        Kernels.active().inputGradient(InputGradient.HARD_TANH, g, x, f, dy, dx, Workers.shared());
        double[][] truth = sums(g, x, f, dy);
        return new String[] {
            "" + 9 * channels,
            "" + Arrays.hashCode(y),
            error(y, truth[0]),
            "" + Arrays.hashCode(dx),
            error(dx, truth[2]),
            error(df, truth[1])
        };
    }

    /** Returns y, df and dx of a convolution without padding, summed in double. */
    private static double[][] sums(ConvGeometry g, float[] x, float[] f, float[] dy) {
        double[] y = new double[dy.length];
        double[] df = new double[f.length];
        double[] dx = new double[x.length];
        int edge = g.output().width();
        for (int p = 0; p < dy.length / FILTERS; p++) {
            int corner = (p / (edge * edge) * 8 + p / edge % edge) * 8 + p % edge;
            for (int k = 0; k < f.length / FILTERS; k++) {
                int tap = k / g.inChannels();
                int pixel = corner + tap / 3 * 8 + tap % 3;
                int at = pixel * g.inChannels() + k % g.inChannels();
                double input = x[at];
                double gradient = 0;
                for (int t = 0; t < FILTERS; t++) {
                    double difference = input - f[k * FILTERS + t];
                    double dOut = dy[p * FILTERS + t];
                    y[p * FILTERS + t] -= Math.abs(difference);
                    df[k * FILTERS + t] += dOut * difference;
                    gradient -= dOut * Math.max(-1, Math.min(1, difference));
                }
                dx[at] += gradient;
            }
        }
        return new double[][] {y, df, dx};
    }

    private static float[] gaussian(Random random, int size, float mean, float scale) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = mean + scale * (float) random.nextGaussian();
        }
        return values;
    }

    private static String error(float[] actual, double[] expected) {
        double largest = 0;
        for (int i = 0; i < actual.length; i++) {
            largest = Math.max(largest, Math.abs(actual[i] - expected[i]));
        }
        double mean = Arrays.stream(expected).map(Math::abs).average().orElseThrow();
        return String.format(Locale.ROOT, "%.1e", largest / mean)
                .replace("e-0", "e-")
                .replace("e+00", "");
    }
}
