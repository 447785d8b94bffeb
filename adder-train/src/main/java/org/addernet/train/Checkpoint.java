package org.addernet.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.addernet.data.DataSignature;
import org.addernet.io.ModelFile;
import org.addernet.io.OneLine;
import org.addernet.io.Safetensors;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.LayerTypes;
import org.addernet.optim.Optimizer;
import org.addernet.tensor.Tensor;
import org.addernet.train.listener.Progress;
import org.jspecify.annotations.Nullable;

/**
 * A training between two steps, as a safetensors file that other tools can read.
 *
 * <p>Tensors: parameters and running statistics under their own names, the optimiser's under {@code optimizer.}. Metadata:
 * what model it is, the epochs done, the best accuracy so far, the {@linkplain DataSignature signature} of the data under
 * {@code data.}, and the options of the run under {@code option.}; in the middle of an epoch also the samples done of it
 * and the sums over them, under {@code progress.}. There is no state of a random generator: all random numbers follow from
 * the seed and the numbers of epoch and step. Nor is there, between two epochs, anything of the machine, the time or the
 * place of the files, so equal trainings give equal bytes.
 */
public final class Checkpoint {

    private static final String FORMAT = "addernet-checkpoint-1";
    private static final String OPTIMIZER = "optimizer.";
    private static final String OPTION = "option.";

    /** Stands for the similarity of a model of several. */
    private static final String NONE = "mixed";

    private static final String SAMPLES = "progress.samples";
    private static final String LOSS = "progress.loss";
    private static final String RIGHT = "progress.right";
    private static final String SECONDS = "progress.seconds";
    private static final String WAITED = "progress.waited";

    private final Path file;
    private final Safetensors content;

    private Checkpoint(Path file, Safetensors content) {
        this.file = file;
        this.content = content;
    }

    /**
     * Writes a checkpoint, atomically.
     *
     * @param progress how far the training has come
     * @param bestAccuracy the best test accuracy so far, 0 to 1
     * @param data what the model is trained and tested on
     * @param options the options of the run, which {@link #options} will return
     * @throws NonFiniteLossException if a value is NaN or infinite; the file is then as it was
     * @throws IOException if the file cannot be written
     */
    public static void write(
            Path file,
            Model model,
            Optimizer optimizer,
            Progress progress,
            double bestAccuracy,
            DataSignature data,
            Map<String, String> options)
            throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>(model.state());
        optimizer.state().forEach((name, tensor) -> tensors.put(OPTIMIZER + name, tensor));
        tensors.forEach((name, tensor) -> {
            if (!tensor.isFinite()) {
                throw new NonFiniteLossException(file + ": not written, since " + name
                        + " is not finite; try a lower learning rate, or a batch normalisation after that layer");
            }
        });
        Map<String, String> metadata = new TreeMap<>();
        metadata.put("format", FORMAT);
        metadata.put("model", model.name());
        metadata.put("similarity", model.similarity().map(Similarity::toString).orElse(NONE));
        metadata.putAll(ModelFile.description(model));
        if (model.isClassifier()) {
            metadata.put("classes", Integer.toString(model.classes()));
        }
        metadata.put("epoch", Integer.toString(progress.epochs()));
        if (progress.samples() > 0) {
            metadata.put(SAMPLES, Integer.toString(progress.samples()));
            metadata.put(LOSS, Double.toString(progress.loss()));
            metadata.put(RIGHT, Integer.toString(progress.right()));
            metadata.put(SECONDS, Double.toString(progress.seconds()));
            metadata.put(WAITED, Double.toString(progress.dataWait()));
        }
        metadata.put("best_accuracy", Double.toString(bestAccuracy));
        metadata.putAll(data.metadata());
        options.forEach((name, value) -> metadata.put(OPTION + name, value));
        Safetensors.write(file, tensors, metadata);
    }

    /**
     * Reads a checkpoint.
     *
     * @throws IOException if the file cannot be read, is broken, or is no checkpoint of this library
     */
    public static Checkpoint read(Path file) throws IOException {
        Safetensors content = Safetensors.read(file);
        String format = content.metadata().get("format");
        if (!FORMAT.equals(format)) {
            throw new IOException(file + ": not a checkpoint: its metadata have format "
                    + OneLine.of(String.valueOf(format)) + ", expected " + FORMAT);
        }
        return new Checkpoint(file, content);
    }

    /**
     * Returns how far the training had come.
     *
     * @throws IOException if the metadata do not say so
     */
    public Progress progress() throws IOException {
        int epochs = number("epoch", Integer::parseInt);
        try {
            return content.metadata().containsKey(SAMPLES)
                    ? new Progress(
                            epochs,
                            number(SAMPLES, Integer::parseInt),
                            number(LOSS, Double::parseDouble),
                            number(RIGHT, Integer::parseInt),
                            number(SECONDS, Double::parseDouble),
                            number(WAITED, Double::parseDouble))
                    : Progress.after(epochs);
        } catch (IllegalArgumentException e) {
            throw broken(e.getMessage(), e);
        }
    }

    /**
     * Returns the best test accuracy so far, 0 to 1.
     *
     * @throws IOException if the metadata do not say so
     */
    public double bestAccuracy() throws IOException {
        return number("best_accuracy", Double::parseDouble);
    }

    /**
     * Returns how many classes the model tells apart.
     *
     * @throws IOException if the metadata do not say so
     */
    public int classes() throws IOException {
        return number("classes", Integer::parseInt);
    }

    /**
     * Returns what the model was trained and tested on; empty for files of older versions, which do not say so.
     *
     * @throws IOException if a part of it is missing or broken
     */
    public Optional<DataSignature> data() throws IOException {
        try {
            return DataSignature.of(content.metadata());
        } catch (IllegalArgumentException e) {
            throw broken(e.getMessage(), e);
        }
    }

    /** Returns the options of the run. */
    public Map<String, String> options() {
        Map<String, String> options = new TreeMap<>();
        content.metadata().forEach((name, value) -> {
            if (name.startsWith(OPTION)) {
                options.put(name.substring(OPTION.length()), value);
            }
        });
        return options;
    }

    /**
     * Builds the model that the checkpoint describes, with its state.
     *
     * @throws IOException if it describes none, or one with layers that are not this library's
     */
    public Model model() throws IOException {
        return ModelFile.of(content, LayerTypes.standard()).model();
    }

    /**
     * Copies the state into a model of the same layers.
     *
     * @throws IOException if the file is of another model; the model is then unchanged
     */
    public void restore(Model model) throws IOException {
        String similarity = model.similarity().map(Similarity::toString).orElse(NONE);
        if (!metadata("model").equals(model.name()) || !metadata("similarity").equals(similarity)) {
            throw broken(
                    "a checkpoint of " + metadata("model") + " with " + metadata("similarity") + ", not of "
                            + model.name() + " with " + similarity,
                    null);
        }
        ModelFile.restore(content, model);
    }

    /**
     * Copies the state into an optimiser of the same parameters.
     *
     * @throws IOException if the file is of another optimiser, which is then unchanged
     */
    public void restore(Optimizer optimizer) throws IOException {
        content.copyTo(OPTIMIZER, optimizer.state());
    }

    /** Returns the error for what the file holds, which may be any text. */
    private IOException broken(@Nullable String problem, @Nullable Exception cause) {
        return new IOException(file + ": " + OneLine.of(String.valueOf(problem)), cause);
    }

    private <T> T number(String key, Function<String, T> parse) throws IOException {
        String value = metadata(key);
        try {
            return parse.apply(value);
        } catch (NumberFormatException e) {
            throw broken("metadata " + key + " is \"" + value + "\", expected a number", e);
        }
    }

    private String metadata(String key) throws IOException {
        String value = content.metadata().get(key);
        if (value == null) {
            throw broken("the metadata have no " + key, null);
        }
        return value;
    }
}
