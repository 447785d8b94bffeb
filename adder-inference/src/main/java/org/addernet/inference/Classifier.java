package org.addernet.inference;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.addernet.data.format.ImageFile;
import org.addernet.io.ModelFile;
import org.addernet.io.OneLine;
import org.addernet.nn.Model;
import org.addernet.nn.Predictor;
import org.addernet.nn.layer.LayerTypes;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * A trained model with all that is needed to ask it: from a picture to the names and probabilities of classes.
 *
 * <pre>{@code
 * Classifier classifier = Classifier.load(Path.of("digits.safetensors"));
 * List<Prediction> top = classifier.classify(Path.of("seven.png")).top(3);
 * }</pre>
 *
 * <p>Pictures are preprocessed as those that the model was tested with: the file says how. They must look like them, too: the
 * digits of MNIST, say, are white on black. Pictures are resized only if the preprocessing does so; a model without, such as
 * one of MNIST, takes pictures of one size. For a grey model colours become grey (ITU-R BT.601).
 *
 * <p>Any number of threads may use one classifier at once. It computes on {@link org.addernet.parallel.Workers#shared}.
 */
public final class Classifier {

    private final Predictor predictor;
    private final String model;
    private final Shape one;
    private final Shape inputShape;
    private final List<String> classNames;
    private final Optional<PictureInput> pictures;

    private Classifier(Model model, List<String> classNames, Optional<PictureInput> pictures) {
        predictor = model.predictor();
        this.model = model.name();
        one = model.batchShape(1);
        inputShape = model.imageShape();
        this.classNames = classNames;
        this.pictures = pictures;
    }

    /**
     * Loads a file of a model, or a checkpoint.
     *
     * @throws IOException if the file cannot be read, is broken, has layers that are not this library's, or is no classifier's;
     *     the message names it
     */
    public static Classifier load(Path file) throws IOException {
        return load(file, LayerTypes.standard());
    }

    /**
     * Loads a file of a model, or a checkpoint, whose layers are of the given kinds.
     *
     * @throws IOException if the file cannot be read, is broken, has layers of other kinds, or is no classifier's; the message
     *     names it
     */
    public static Classifier load(Path file, LayerTypes types) throws IOException {
        ModelFile content = ModelFile.load(file, types);
        try {
            return of(content);
        } catch (IllegalStateException e) {
            throw new IOException(OneLine.of(file) + ": " + OneLine.of(String.valueOf(e.getMessage())), e);
        }
    }

    /**
     * Returns a classifier of a model as it is now: training it further does not change the classifier.
     *
     * @throws IllegalStateException if the model has several inputs or its output is not {@code [N,classes]}, there is not one
     *     name for each class, or the preprocessing does not make its inputs
     */
    public static Classifier of(ModelFile file) {
        Model model = file.model();
        int classes = model.classes();
        if (model.inputShapes().size() != 1) {
            throw new IllegalStateException("model " + model.name() + " has inputs " + model.inputShapes()
                    + ", a Classifier gives it one; use Model.predictor");
        }
        List<String> names = file.classNames();
        if (!names.isEmpty() && names.size() != classes) {
            throw new IllegalStateException("model " + model.name() + " tells " + classes + " classes apart, there are "
                    + names.size() + " names; save it again with ModelFile.classNames");
        }
        return new Classifier(
                model,
                names.isEmpty()
                        ? IntStream.range(0, classes)
                                .mapToObj(Integer::toString)
                                .toList()
                        : names,
                file.preprocessing().map(p -> new PictureInput(model.name(), model.imageShape(), p)));
    }

    /** Returns the names of the classes, in the order of their labels; "0", "1" and so on if the file has none. */
    public List<String> classNames() {
        return classNames;
    }

    /** Returns the shape of one input of the model, {@code [H,W,C]} for images, after any preprocessing. */
    public Shape inputShape() {
        return inputShape;
    }

    /**
     * Classifies a JPEG or PNG file, within the limits of {@link ImageFile#read(Path)}.
     *
     * @throws IOException if the file cannot be read, is no such picture, is damaged, beyond the limits, or of a size that does
     *     not become an input of the model; the message names it
     * @throws IllegalStateException if the model has no preprocessing, see {@link #classifyInput}
     */
    public Classification classify(Path picture) throws IOException {
        requirePreprocessing();
        return classify(ImageFile.read(picture), OneLine.of(picture));
    }

    /**
     * Classifies a JPEG or PNG picture, within the limits of {@link ImageFile#read(InputStream)}; the stream is read to its
     * end and left open.
     *
     * @throws IOException if the stream cannot be read, has no such picture, or one that is damaged, beyond the limits, or of a
     *     size that does not become an input of the model
     * @throws IllegalStateException if the model has no preprocessing, see {@link #classifyInput}
     */
    public Classification classify(InputStream picture) throws IOException {
        requirePreprocessing();
        return classify(ImageFile.read(picture), "picture");
    }

    /** Names the picture in the error: who sends one may send any size. */
    private Classification classify(ImageFile picture, String name) throws IOException {
        try {
            return classify(Tensor.of(picture.shape(), picture.values()));
        } catch (ShapeException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Classifies the pixels of a picture, which are preprocessed as those of a file are.
     *
     * @param pixels {@code [H,W,1]} or {@code [H,W,3]}, 0 to 1; unchanged
     * @throws ShapeException if a picture of that shape does not become an input of the model
     * @throws IllegalArgumentException if a value is not 0 to 1
     * @throws IllegalStateException if the model has no preprocessing, see {@link #classifyInput}
     */
    public Classification classify(Tensor pixels) {
        return classify(List.of(pixels)).get(0);
    }

    /**
     * Classifies the pixels of some pictures at once, which is faster than one after another; in their order.
     *
     * @param pixels each as in {@link #classify(Tensor)}, of any size that the preprocessing takes
     * @throws ShapeException if a picture of such a shape does not become an input of the model
     * @throws IllegalArgumentException if a value is not 0 to 1
     * @throws IllegalStateException if the model has no preprocessing, see {@link #classifyInput}
     */
    public List<Classification> classify(List<Tensor> pixels) {
        PictureInput input = requirePreprocessing();
        Tensor inputs = Tensor.zeros(one.withBatch(pixels.size()));
        for (int i = 0; i < pixels.size(); i++) {
            input.write(pixels.get(i), inputs.data(), i * inputShape.size());
        }
        return classifyInput(inputs);
    }

    /**
     * Classifies inputs as the model takes them, with no preprocessing: images are normalised already.
     *
     * @param inputs {@code [N,...]} with the model's {@link #inputShape}, {@code [N,H,W,C]} for images
     * @return one for each of the N
     * @throws ShapeException if the inputs are of another shape
     * @throws IllegalArgumentException if a value is NaN or infinite
     */
    public List<Classification> classifyInput(Tensor inputs) {
        if (!inputs.isFinite()) {
            throw new IllegalArgumentException(
                    "Classifier of " + model + ": inputs " + inputs.shape() + " have values that are NaN or infinite");
        }
        if (inputs.shape().equals(one.withBatch(0))) {
            return List.of();
        }
        float[] logits = predictor.predict(inputs).data();
        int classes = classNames.size();
        return IntStream.range(0, inputs.shape().dimension(0))
                .mapToObj(i -> new Classification(classNames, logits, i * classes))
                .toList();
    }

    private PictureInput requirePreprocessing() {
        return pictures.orElseThrow(() -> new IllegalStateException("Classifier of " + model
                + ": its file does not say how pictures become inputs; save it with ModelFile.preprocessing, or give"
                + " inputs that are ready to classifyInput"));
    }
}
