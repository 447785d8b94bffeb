package org.addernet.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.LayerTypes;
import org.addernet.nn.zoo.ModelZoo;
import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * A model in a safetensors file that says all about it: its layers and their values, the names of the classes, and how pictures
 * become inputs.
 *
 * <p>A network of this library's layers is built again without code; one with layers of your own needs {@link LayerTypes#with}.
 * Checkpoints of trainings are such files, too, with more in them.
 *
 * <pre>{@code
 * ModelFile.of(model).classNames(names).preprocessing(preprocessing).save(Path.of("digits.safetensors"));
 * Model model = ModelFile.load(Path.of("digits.safetensors")).model();
 * }</pre>
 */
public final class ModelFile {

    private static final String FORMAT = "addernet-model-1";

    /** Tensors with this prefix are not the model's. */
    private static final String OPTIMIZER = "optimizer.";

    private static final String NETWORK = "network";

    private final Model model;
    private final DataDescription data;

    private ModelFile(Model model, DataDescription data) {
        this.model = model;
        this.data = data;
    }

    /** Returns what a file of a model will hold, without class names and preprocessing yet. */
    public static ModelFile of(Model model) {
        return new ModelFile(model, DataDescription.NONE);
    }

    /**
     * Returns the same with the names of the classes, in the order of their labels.
     *
     * @throws IllegalArgumentException if there is not one for each class of the model
     */
    public ModelFile classNames(List<String> names) {
        if (!names.isEmpty() && names.size() != model.classes()) {
            throw new IllegalArgumentException("model " + model.name() + " tells " + model.classes()
                    + " classes apart, there are " + names.size() + " names");
        }
        return new ModelFile(model, new DataDescription(names, preprocessing()));
    }

    /** Returns the same with how pictures become inputs. */
    public ModelFile preprocessing(Preprocessing newPreprocessing) {
        return new ModelFile(model, new DataDescription(classNames(), Optional.of(newPreprocessing)));
    }

    /** Returns the model. */
    public Model model() {
        return model;
    }

    /** Returns what is known of the data: class names and preprocessing. */
    public DataDescription data() {
        return data;
    }

    /** Returns the names of the classes, in the order of their labels; empty if the file does not say so. */
    public List<String> classNames() {
        return data.classNames();
    }

    /** Returns how pictures become inputs; empty if the file does not say so. */
    public Optional<Preprocessing> preprocessing() {
        return data.preprocessing();
    }

    /**
     * Writes the file, atomically.
     *
     * @throws IOException if the file cannot be written
     */
    public void save(Path file) throws IOException {
        Map<String, String> metadata = new TreeMap<>(description(model));
        metadata.put("format", FORMAT);
        metadata.putAll(data.metadata());
        Safetensors.write(file, model.state(), metadata);
    }

    /** Returns the metadata that describe a model's layers, with which any safetensors file of its state can be loaded. */
    public static Map<String, String> description(Model model) {
        return Map.of(NETWORK, NetworkJson.write(model));
    }

    /**
     * Reads a file of a model or a checkpoint.
     *
     * @throws IOException if the file cannot be read, is broken, describes no model, or has layers that are not this library's
     */
    public static ModelFile load(Path file) throws IOException {
        return load(file, LayerTypes.standard());
    }

    /**
     * Reads a file of a model or a checkpoint whose layers are of the given kinds.
     *
     * @throws IOException if the file cannot be read, is broken, describes no model, or has layers of other kinds
     */
    public static ModelFile load(Path file, LayerTypes types) throws IOException {
        return of(Safetensors.read(file), types);
    }

    /**
     * Builds what a file's content describes.
     *
     * @throws IOException if it describes no model, or has layers of other kinds
     */
    public static ModelFile of(Safetensors content, LayerTypes types) throws IOException {
        Model model;
        DataDescription data;
        try {
            model = model(content, types);
            data = DataDescription.of(content.metadata());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw FileError.broken(content.path(), String.valueOf(e.getMessage()), e);
        }
        restore(content, model);
        return new ModelFile(model, data);
    }

    private static Model model(Safetensors content, LayerTypes types) throws IOException {
        long values = 0;
        for (Map.Entry<String, Tensor> entry : content.tensors().entrySet()) {
            values += entry.getKey().startsWith(OPTIMIZER)
                    ? 0
                    : entry.getValue().shape().size();
        }
        String network = content.metadata().get(NETWORK);
        return network == null ? zooModel(content, values) : NetworkJson.read(network, types, values);
    }

    /** Builds a model that an older file names without describing it. */
    private static Model zooModel(Safetensors content, long values) throws IOException {
        String name = metadata(content, "model");
        Similarity similarity = Similarity.parse(metadata(content, "similarity"));
        int classes = Integer.parseInt(metadata(content, "classes"));
        long needed = ModelZoo.leastState(name, classes);
        if (classes < 1 || values < needed) {
            throw new IllegalArgumentException("a " + name + " of " + classes + " classes has at least " + needed
                    + " values, the file has " + values + "; it is broken, or of another model");
        }
        return ModelZoo.create(name, classes, similarity, GradientRule.of(similarity));
    }

    private static String metadata(Safetensors content, String key) throws IOException {
        @Nullable String value = content.metadata().get(key);
        if (value == null) {
            throw FileError.broken(
                    content.path(), "the metadata have neither " + NETWORK + " nor " + key + ", so it is no model");
        }
        return value;
    }

    /**
     * Copies the values of a file's tensors into a model of the same layers, which is unchanged if one does not fit.
     *
     * @throws IOException if the file lacks a tensor of the model, has one that the model lacks, or one of another shape
     */
    public static void restore(Safetensors content, Model model) throws IOException {
        Map<String, Tensor> state = model.state();
        for (String name : content.tensors().keySet()) {
            if (!name.startsWith(OPTIMIZER) && !state.containsKey(name)) {
                throw FileError.broken(
                        content.path(),
                        "the model " + model.name() + " has no tensor " + FileError.quote(name)
                                + ", so its layers are not those of the file");
            }
        }
        content.copyTo("", state);
    }

    /**
     * Copies from a file, of any model, the tensors whose names and shapes are those of a model's, such as all but a new head;
     * returns the names of those copied.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if none fits
     */
    public static Set<String> restoreMatching(Path file, Model model) throws IOException {
        Safetensors content = Safetensors.read(file);
        Map<String, Tensor> matching = new LinkedHashMap<>();
        model.state().forEach((name, tensor) -> {
            Tensor stored = content.tensors().get(name);
            if (stored != null && stored.shape().equals(tensor.shape())) {
                matching.put(name, tensor);
            }
        });
        if (matching.isEmpty()) {
            throw new IllegalArgumentException(
                    file + ": has no tensor with a name and shape of the model " + model.name());
        }
        content.copyTo("", matching);
        return new LinkedHashSet<>(matching.keySet());
    }
}
