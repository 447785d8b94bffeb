package org.addernet.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.addernet.data.Dataset;
import org.addernet.data.Strokes;
import org.addernet.data.transform.CenterCrop;
import org.addernet.data.transform.Normalize;
import org.addernet.data.transform.Preprocess;
import org.addernet.data.transform.Resize;
import org.addernet.data.transform.Transform;
import org.addernet.io.ModelFile;
import org.addernet.io.Preprocessing;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Sequential;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A classifier says of a picture what the model says of the test image that is made of it. */
class ClassifierTest {

    private static final int PICTURES = 12;

    private static final Preprocessing DIGITS = new Preprocessing(1, 0, 0, 2, List.of(0.1307f), List.of(0.3081f));

    private static final Preprocessing COLOURS =
            new Preprocessing(3, 8, 6, 0, List.of(0.4f, 0.5f, 0.6f), List.of(0.2f, 0.3f, 0.4f));

    private static final List<String> NAMES =
            IntStream.range(0, 10).mapToObj(digit -> "digit " + digit).toList();

    private final Dataset strokes = Strokes.draw(PICTURES, 1);

    /** Its logits are of the order of 1, so that no probability is 0 or 1. */
    private final Model model = LeNet5.bn(10, Similarity.CROSS_CORRELATION).initialize(5);

    @TempDir
    Path folder;

    private Classifier digits() throws IOException {
        Path file = folder.resolve("digits.safetensors");
        ModelFile.of(model).classNames(NAMES).preprocessing(DIGITS).save(file);
        return Classifier.load(file);
    }

    private Tensor pixels(int index) {
        Tensor pixels = Tensor.zeros(Shape.of(28, 28, 1));
        strokes.read(index, pixels.data(), 0, new SplittableRandom(0));
        return pixels;
    }

    /** Writes pixels, which are multiples of 1/255, as a PNG file without loss. */
    private Path png(String name, Tensor pixels) throws IOException {
        int height = pixels.shape().dimension(0);
        int width = pixels.shape().dimension(1);
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < height * width; i++) {
            image.getRaster().setSample(i % width, i / width, 0, Math.round(255 * pixels.data()[i]));
        }
        Path file = folder.resolve(name);
        ImageIO.write(image, "png", file.toFile());
        return file;
    }

    /** Returns the softmax of a row of logits, from its definition. */
    private static double[] softmax(Tensor logits, int row) {
        int classes = logits.shape().dimension(1);
        double[] powers = new double[classes];
        for (int c = 0; c < classes; c++) {
            powers[c] = Math.exp(logits.data()[row * classes + c]);
        }
        double sum = Arrays.stream(powers).sum();
        return Arrays.stream(powers).map(power -> power / sum).toArray();
    }

    @Test
    void saysOfFilesStreamsAndPixelsWhatTheModelSaysOfTestImages() throws IOException {
        Classifier classifier = digits();
        Dataset test = strokes.with(new Preprocess(DIGITS));
        for (int i = 0; i < PICTURES; i++) {
            Tensor input = Tensor.zeros(model.batchShape(1));
            test.read(i, input.data(), 0, new SplittableRandom(0));
            double[] expected = softmax(model.predictor().predict(input), 0);

            Path file = png("picture.png", pixels(i));
            Classification answer = classifier.classify(file);
            // The same logits; exp, sum and quotient of doubles err by some 1e-16 each.
            assertThat(answer.probabilities()).containsExactly(expected, within(1e-13));
            assertThat(answer.best().probability()).isLessThan(0.999);
            try (InputStream in = Files.newInputStream(file)) {
                assertThat(classifier.classify(in).probabilities()).isEqualTo(answer.probabilities());
            }
            Tensor pixels = pixels(i);
            assertThat(classifier.classify(pixels).probabilities()).isEqualTo(answer.probabilities());
            assertThat(pixels.data()).as("unchanged").isEqualTo(pixels(i).data());
            assertThat(classifier.classifyInput(input).get(0).probabilities()).isEqualTo(answer.probabilities());
        }
    }

    @Test
    void severalAtOnceHaveTheirOwnAnswersInOrder() throws IOException {
        Classifier classifier = digits();
        List<Tensor> pixels =
                IntStream.range(0, PICTURES).mapToObj(this::pixels).toList();
        List<Classification> answers = classifier.classify(pixels);
        assertThat(answers).hasSize(PICTURES);
        for (int i = 0; i < PICTURES; i++) {
            // A batch may be added up in another order: logits of the order of 1 from sums of up to 400 floats.
            assertThat(answers.get(i).probabilities())
                    .containsExactly(classifier.classify(pixels.get(i)).probabilities(), within(1e-5));
        }
        assertThat(classifier.classify(List.of())).isEmpty();
    }

    @Test
    void topIsSortedByProbabilityWithNames() throws IOException {
        Classification answer = digits().classify(pixels(0));
        assertThat(Arrays.stream(answer.probabilities()).sum()).isCloseTo(1, within(1e-14));
        List<Prediction> all = answer.top(99);
        assertThat(all).hasSize(10);
        assertThat(all)
                .isSortedAccordingTo((a, b) -> Double.compare(b.probability(), a.probability()))
                .allSatisfy(p -> assertThat(p.name()).isEqualTo("digit " + p.label()))
                .allSatisfy(p -> assertThat(p.probability()).isEqualTo(answer.probabilities()[p.label()]));
        assertThat(answer.top(3)).isEqualTo(all.subList(0, 3));
        assertThat(answer.best()).isEqualTo(all.get(0));
        assertThatIllegalArgumentException().isThrownBy(() -> answer.top(0)).withMessageContaining("k is 0");
    }

    @Test
    void largeLogitsDoNotOverflowAndEqualOnesKeepTheirOrder() {
        Classification answer =
                new Classification(List.of("a", "b", "c", "d"), new float[] {9, -1e30f, 3e38f, 3e38f, 0}, 1);
        assertThat(answer.probabilities()).containsExactly(0, 0.5, 0.5, 0);
        assertThat(answer.top(2)).containsExactly(new Prediction(1, "b", 0.5), new Prediction(2, "c", 0.5));
    }

    @Test
    void eightThreadsGetTheSameBits() throws Exception {
        Classifier classifier = digits();
        List<Tensor> pixels =
                IntStream.range(0, PICTURES).mapToObj(this::pixels).toList();
        List<double[]> alone =
                pixels.stream().map(p -> classifier.classify(p).probabilities()).toList();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<List<double[]>>> all = new ArrayList<>();
            for (int t = 0; t < 8; t++) {
                int first = t;
                all.add(threads.submit(() -> IntStream.range(0, PICTURES)
                        .mapToObj(i -> classifier
                                .classify(pixels.get((first + i) % PICTURES))
                                .probabilities())
                        .toList()));
            }
            for (int t = 0; t < 8; t++) {
                for (int i = 0; i < PICTURES; i++) {
                    assertThat(all.get(t).get().get(i)).isEqualTo(alone.get((t + i) % PICTURES));
                }
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns a classifier of colour pictures, which are resized to 8 pixels and cropped to 6. */
    private static Classifier colours() {
        Sequential layers = new Sequential()
                .add("flatten", new Flatten())
                .add("fc", new Linear(Similarity.CROSS_CORRELATION, 108, 3));
        Model linear = new Model("linear", Similarity.CROSS_CORRELATION, Shape.of(6, 6, 3), layers);
        return Classifier.of(ModelFile.of(linear).preprocessing(COLOURS));
    }

    private static Tensor random(Shape shape) {
        Tensor tensor = Tensor.zeros(shape);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < tensor.data().length; i++) {
            tensor.data()[i] = random.nextFloat();
        }
        return tensor;
    }

    @Test
    void picturesOfAnySizeAreResizedAndCroppedIfThePreprocessingSaysSo() {
        Tensor pixels = random(Shape.of(20, 13, 3));
        Transform steps = new Resize(8)
                .then(new CenterCrop(6))
                .then(new Normalize(new float[] {0.4f, 0.5f, 0.6f}, new float[] {0.2f, 0.3f, 0.4f}));
        Tensor input = Tensor.zeros(Shape.of(1, 6, 6, 3));
        steps.apply(pixels.data().clone(), pixels.shape(), input.data(), 0, new SplittableRandom(0));
        assertThat(colours().classify(pixels).top(3))
                .isEqualTo(colours().classifyInput(input).get(0).top(3));
        assertThat(colours().classNames()).containsExactly("0", "1", "2");
        assertThat(colours().inputShape()).isEqualTo(Shape.of(6, 6, 3));
    }

    @Test
    void coloursBecomeGreyForGreyModelsAndGreyIsRepeatedForColourModels() throws IOException {
        Tensor colour = random(Shape.of(28, 28, 3));
        Tensor grey = Tensor.zeros(Shape.of(28, 28, 1));
        Tensor repeated = Tensor.zeros(Shape.of(28, 28, 3));
        for (int i = 0; i < 28 * 28; i++) {
            float[] rgb = Arrays.copyOfRange(colour.data(), 3 * i, 3 * i + 3);
            grey.data()[i] = (float) (0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2]);
            Arrays.fill(repeated.data(), 3 * i, 3 * i + 3, grey.data()[i]);
        }
        assertThat(digits().classify(colour).top(10))
                .isEqualTo(digits().classify(grey).top(10))
                .isNotEqualTo(digits().classify(pixels(0)).top(10));
        assertThat(colours().classify(grey).top(3))
                .isEqualTo(colours().classify(repeated).top(3))
                .isNotEqualTo(colours().classify(colour).top(3));
    }

    @Test
    void picturesOfAnotherSizeAreRefusedWithTheRightOne() throws IOException {
        Classifier classifier = digits();
        String message = "a picture of 30x28 pixels becomes an input [32,34,1], the model takes [32,32,1];"
                + " give pictures of 28x28 pixels";
        Tensor wide = Tensor.zeros(Shape.of(28, 30, 1));
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> classifier.classify(wide))
                .withMessageContaining(message);
        Path file = png("wide.png", wide);
        assertThatIOException()
                .isThrownBy(() -> classifier.classify(file))
                .withMessageStartingWith(file + ": ")
                .withMessageEndingWith(message);
        assertThatIOException()
                .isThrownBy(() -> classifier.classify(new ByteArrayInputStream(Files.readAllBytes(file))))
                .withMessageStartingWith("picture: ")
                .withMessageEndingWith(message);
        assertThatIOException()
                .isThrownBy(() -> classifier.classify(new ByteArrayInputStream(new byte[9])))
                .withMessageContaining("neither a JPEG nor a PNG");
    }

    @Test
    void wrongPixelsAndInputsAreRefused() throws IOException {
        Classifier classifier = digits();
        for (float value : new float[] {255, -0.1f, Float.NaN}) {
            Tensor pixels = Tensor.zeros(Shape.of(28, 28, 1));
            pixels.data()[5] = value;
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> classifier.classify(pixels))
                    .withMessageContaining("a pixel has the value " + value + ", expected 0 to 1");
        }
        for (Shape shape : List.of(Shape.of(28, 28), Shape.of(28, 28, 4), Shape.of(1, 28, 28, 1))) {
            assertThatExceptionOfType(ShapeException.class)
                    .isThrownBy(() -> classifier.classify(Tensor.zeros(shape)))
                    .withMessageContaining("pixels are " + shape + ", expected [H,W,1] for grey");
        }
        assertThatExceptionOfType(ShapeException.class)
                .isThrownBy(() -> classifier.classifyInput(Tensor.zeros(Shape.of(32, 32, 1))))
                .withMessageContaining("takes [1,32,32,1] (any N)");
        Tensor input = Tensor.zeros(model.batchShape(1));
        input.data()[7] = Float.POSITIVE_INFINITY;
        assertThatIllegalArgumentException()
                .isThrownBy(() -> classifier.classifyInput(input))
                .withMessageContaining("NaN or infinite");
    }

    private static void assertNoClassifier(ModelFile file, String message) {
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> Classifier.of(file))
                .withMessageContaining(message);
    }

    @Test
    void modelsThatAreNoClassifiersOrDoNotFitTheirPreprocessingAreRefused() throws IOException {
        Model images = new Model("images", Similarity.L1, Shape.of(4, 4, 1), new Sequential().add("relu", new Relu()));
        assertNoClassifier(ModelFile.of(images), "model images is no classifier");
        Path file = folder.resolve("images.safetensors");
        ModelFile.of(images).save(file);
        assertThatIOException()
                .isThrownBy(() -> Classifier.load(file))
                .withMessageStartingWith(file + ": model images is no classifier");

        String misfit = "which its preprocessing makes of no picture";
        assertNoClassifier(ModelFile.of(model).preprocessing(COLOURS), misfit);
        List<Float> one = List.of(1f);
        for (Preprocessing wrong : List.of(
                new Preprocessing(1, 0, 32, 2, one, one),
                new Preprocessing(1, 28, 0, 0, one, one),
                new Preprocessing(1, 0, 0, 16, one, one))) {
            assertNoClassifier(ModelFile.of(model).preprocessing(wrong), misfit);
        }
    }

    @Test
    void withoutPreprocessingOnlyReadyInputsAreTaken() {
        Classifier classifier = Classifier.of(ModelFile.of(model));
        assertThat(classifier.classifyInput(Tensor.zeros(model.batchShape(2)))).hasSize(2);
        assertThat(classifier.classNames()).hasSize(10).startsWith("0", "1");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> classifier.classify(folder.resolve("nowhere.png")))
                .withMessageContaining("save it with ModelFile.preprocessing");
    }

    @Test
    void aModelOfBrokenWeightsGivesNoAnswer() throws IOException {
        model.parameters().get(0).value().data()[0] = Float.NaN;
        Classifier classifier = Classifier.of(ModelFile.of(model));
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> classifier.classifyInput(random(model.batchShape(1))))
                .withMessageContaining("the weights of the model are broken");
    }
}
