package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.addernet.io.OneLine;
import org.addernet.kernel.ConvGeometry;
import org.addernet.kernel.ConvolutionKernels;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.KernelProvider;
import org.addernet.kernel.Kernels;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.nn.Gradients;
import org.addernet.nn.Parameter;
import org.addernet.nn.Pass;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Linear;
import org.addernet.optim.GradientScaling;
import org.addernet.optim.Sgd;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** Kernels, batch normalisation and optimiser against files of results that were computed elsewhere in float64. */
final class GoldenChecks {

    private static final double CONVOLUTION_TOLERANCE = 1e-5;
    private static final double TOLERANCE = 1e-6;

    private GoldenChecks() {}

    /**
     * Runs all checks.
     *
     * @param folder has convolution.json, batchNorm.json and optimizer.json
     * @throws IOException if a file is missing or is not of that form
     */
    static List<Check> run(Path folder) throws IOException {
        List<Check> checks = new ArrayList<>();
        for (GoldenCase test : GoldenCase.read(folder.resolve("convolution.json"))) {
            for (KernelProvider provider : Kernels.available()) {
                convolution(test, provider, checks);
            }
        }
        for (GoldenCase test : GoldenCase.read(folder.resolve("batchNorm.json"))) {
            batchNorm(test, checks);
        }
        for (GoldenCase test : GoldenCase.read(folder.resolve("optimizer.json"))) {
            optimizer(test, checks);
        }
        return checks;
    }

    private static void convolution(GoldenCase test, KernelProvider provider, List<Check> checks) throws IOException {
        ConvGeometry g = new ConvGeometry(
                test.integer("n"),
                new Size2d(test.integer("h"), test.integer("w")),
                test.integer("cIn"),
                test.integer("cOut"),
                new Size2d(test.integer("kh"), test.integer("kw")),
                Size2d.square(test.integer("stride")),
                Size2d.square(test.integer("padding")),
                Size2d.square(1));
        ConvolutionKernels kernels = provider.kernels();
        Workers workers = Workers.shared();
        float[] x = test.floats("x");
        float[] f = test.floats("filter");
        float[] dy = test.floats("outputGradient");
        GoldenCase rules = test.child("rules");
        for (Object key : rules.keys()) {
            String name = key.toString();
            GoldenCase expected = rules.child(name);
            Similarity similarity = switch (name) {
                case "l2" -> Similarity.L2;
                case "cross_correlation" -> Similarity.CROSS_CORRELATION;
                case "l1_full_precision", "l1_sign", "l1_unclipped" -> Similarity.L1;
                default -> throw new IOException(test.where() + ": unknown rule " + OneLine.of(name));
            };
            GradientRule rule = switch (name) {
                case "l1_sign" -> GradientRule.SIGN;
                case "l1_unclipped" -> GradientRule.UNCLIPPED;
                default -> GradientRule.of(similarity);
            };
            String what = provider.name() + " " + test.name() + " " + name + " ";
            float[] y = new float[g.outputShape().size()];
            kernels.forward(similarity, g, x, f, y, workers);
            checks.add(Check.of(what + "forward", y, expected.floats("y"), CONVOLUTION_TOLERANCE));
            float[] df = new float[f.length];
            kernels.filterGradient(rule.filter(), g, x, f, dy, df, workers);
            checks.add(
                    Check.of(what + "filter gradient", df, expected.floats("filterGradient"), CONVOLUTION_TOLERANCE));
            float[] dx = new float[x.length];
            kernels.inputGradient(rule.input(), g, x, f, dy, dx, workers);
            checks.add(Check.of(what + "input gradient", dx, expected.floats("inputGradient"), CONVOLUTION_TOLERANCE));
        }
    }

    private static void batchNorm(GoldenCase test, List<Check> checks) throws IOException {
        BatchNorm layer = new BatchNorm(test.integer("c"), test.number("epsilon"), test.number("momentum"));
        Map<String, Tensor> state = layer.state();
        set(state, "scale", test.floats("gamma"));
        set(state, "shift", test.floats("beta"));
        Shape shape = Shape.of(test.integer("n"), test.integer("h"), test.integer("w"), test.integer("c"));
        Pass pass = Pass.training(Workers.shared());
        Tensor x = Tensor.of(shape, test.floats("x"));
        pass.watch(x);
        Tensor y = layer.forward(x, pass);
        Gradients gradients = pass.backward(y, Tensor.of(shape, test.floats("outputGradient")));
        gradients.updateBuffers();
        String what = "batch normalisation " + test.name() + " ";
        checks.add(Check.of(what + "forward", y.data(), test.floats("y"), TOLERANCE));
        checks.add(Check.of(what + "input gradient", pass.gradient(x).data(), test.floats("inputGradient"), TOLERANCE));
        List<Parameter> parameters = layer.parameters();
        checks.add(Check.of(
                what + "scale gradient",
                gradients.of(parameters.get(0)).data(),
                test.floats("gammaGradient"),
                TOLERANCE));
        checks.add(Check.of(
                what + "shift gradient",
                gradients.of(parameters.get(1)).data(),
                test.floats("betaGradient"),
                TOLERANCE));
        checks.add(Check.of(what + "running mean", data(state, "mean"), test.floats("runningMean"), TOLERANCE));
        checks.add(Check.of(
                what + "running variance", data(state, "variance"), test.floats("runningVariance"), TOLERANCE));
    }

    private static void optimizer(GoldenCase test, List<Check> checks) throws IOException {
        float[] start = test.floats("start");
        Parameter parameter = new Linear(Similarity.L1, start.length, 1).filter();
        System.arraycopy(start, 0, parameter.value().data(), 0, start.length);
        double eta = test.number("eta");
        Sgd.Builder builder = Sgd.builder()
                .momentum(test.number("momentum"))
                .weightDecay(test.number("weightDecay"))
                .scaling(eta == 0 ? GradientScaling.none() : GradientScaling.adaptive(eta));
        Sgd sgd = (test.flag("nesterov") ? builder.nesterov() : builder).build(List.of(parameter));
        List<float[]> gradients = test.rows("gradients");
        List<float[]> expected = test.rows("afterEachStep");
        for (int step = 0; step < gradients.size(); step++) {
            Tensor gradient = Tensor.of(parameter.value().shape(), gradients.get(step));
            sgd.step(new Gradients().set(parameter, gradient), test.number("learningRate"));
            checks.add(Check.of(
                    "optimiser " + test.name() + " step " + (step + 1),
                    parameter.value().data(),
                    expected.get(step),
                    TOLERANCE));
        }
    }

    private static void set(Map<String, Tensor> state, String name, float[] values) {
        System.arraycopy(values, 0, data(state, name), 0, values.length);
    }

    private static float[] data(Map<String, Tensor> state, String name) {
        return Objects.requireNonNull(state.get(name), name).data();
    }
}
