package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.addernet.data.DataLoader;
import org.addernet.io.ModelFile;
import org.addernet.io.Npy;
import org.addernet.nn.Model;
import org.addernet.nn.Predictor;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code adder predict}: computes logits. */
@Command(
        name = "predict",
        description = "Computes the logits of images.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class PredictCommand implements Callable<Integer> {

    @Option(names = "--checkpoint", required = true, description = "The safetensors file of a run or a model.")
    Path checkpoint = Path.of("");

    @Option(names = "--input", required = true, description = "Images, npy [N,H,W,C] float32, already normalised.")
    Path input = Path.of("");

    @Option(names = "--output", required = true, description = "The logits, npy [N,classes] float32.")
    Path output = Path.of("");

    @Option(
            names = "--batch",
            defaultValue = "" + DataLoader.DEFAULT_BATCH_SIZE,
            description = "Images that are computed at once (default: ${DEFAULT-VALUE}); fewer take less memory.")
    int batch;

    /** For picocli. */
    PredictCommand() {}

    @Override
    public Integer call() throws IOException {
        Model model = ModelFile.load(checkpoint).model();
        EvalCommand.requireClassifier(model);
        Tensor images = Npy.read(input);
        if (!images.isFinite()) {
            throw new IOException(input + ": has values that are NaN or infinite; no logits were written");
        }
        Shape shape = images.shape();
        if (shape.rank() != 4 || !shape.equals(model.batchShape(shape.dimension(0)))) {
            throw new IOException(input + ": has shape " + shape + ", model " + model.name() + " takes images "
                    + model.batchShape(1) + " (any N)");
        }
        if (batch < 1) {
            throw new IllegalArgumentException("--batch is " + batch + ", it must be at least 1");
        }
        int n = shape.dimension(0);
        int size = n == 0 ? 0 : shape.size() / n;
        Predictor predictor = model.predictor();
        Tensor logits = Tensor.zeros(Shape.of(n, model.classes()));
        for (int first = 0; first < n; first += batch) {
            int end = Math.min(n, first + batch);
            Tensor some = Tensor.of(
                    shape.withBatch(end - first), Arrays.copyOfRange(images.data(), first * size, end * size));
            float[] answers = predictor.predict(some).data();
            System.arraycopy(answers, 0, logits.data(), first * model.classes(), answers.length);
        }
        Npy.write(output, logits);
        System.out.println(output + ": logits " + logits.shape());
        return 0;
    }
}
