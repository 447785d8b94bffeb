package org.addernet.nn.zoo;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.ResNet.Shortcut;
import org.addernet.tensor.Shape;

/** The ready models by name. */
public final class ModelZoo {

    /** One image of MNIST, which is padded to 32x32 pixels, {@code [H,W,C]}. */
    static final Shape MNIST = Shape.of(32, 32, 1);

    /** One image of CIFAR-10 or -100. */
    static final Shape CIFAR = Shape.of(32, 32, 3);

    /** One image of ImageNet. */
    static final Shape IMAGENET = Shape.of(224, 224, 3);

    private static final List<Known> KNOWN = List.of(
            new Known(LeNet5.NAME, MNIST, 10, "LeNet-5 with batch normalisation", 61_534, 88, LeNet5::bn),
            new Known(
                    LeNetPlusPlus.NAME,
                    MNIST,
                    10,
                    "LeNet++, with two features to look at",
                    800_296,
                    2,
                    LeNetPlusPlus::of),
            new Known(VggSmall.NAME, CIFAR, 10, "VGG-small, six convolutions", 4_581_760, 8196, VggSmall::of),
            cifar(20),
            cifar(32),
            cifar(44),
            cifar(56),
            cifar(110),
            imagenet(18, 11_010_496, 516),
            imagenet(34, 21_126_080, 516),
            imagenet(50, 20_776_896, 2052));

    /** Can be built by name, as checkpoints need, but are not listed. */
    private static final List<Known> OTHER_SHORTCUTS = IntStream.of(20, 32, 44, 56, 110)
            .boxed()
            .flatMap(depth -> Arrays.stream(Shortcut.values()).map(shortcut -> cifar(depth, shortcut)))
            .toList();

    private ModelZoo() {}

    /**
     * What is known of a model before it is built.
     *
     * @param name its name, such as {@code resnet20}
     * @param imageShape one input, {@code [H,W,C]}
     * @param classes how many the data have for which it was designed
     * @param description what it is, in one line
     */
    public record Entry(String name, Shape imageShape, int classes, String description) {}

    /** Returns what there is, from small images to large and from few layers to many. */
    public static List<Entry> entries() {
        return KNOWN.stream().map(Known::entry).toList();
    }

    /** Returns the names, sorted. */
    public static List<String> names() {
        return KNOWN.stream().map(known -> known.entry().name()).sorted().toList();
    }

    /**
     * Returns what is known of the model of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Entry entry(String name) {
        return known(name).entry();
    }

    /**
     * Builds a model.
     *
     * @throws IllegalArgumentException if there is none of that name, or no class
     */
    public static Model create(String name, int classes, Similarity similarity, GradientRule rule) {
        if (classes < 1) {
            throw new IllegalArgumentException("model " + name + ": classes is " + classes + ", it must be at least 1");
        }
        return known(name).builder().build(classes, similarity, rule);
    }

    /**
     * Returns how many values the state of a model has at least, without building it: of a file that has fewer it cannot be
     * restored.
     *
     * @throws IllegalArgumentException if there is no model of that name
     */
    public static long leastState(String name, int classes) {
        Known known = known(name);
        return known.bodyValues() + (long) classes * known.valuesPerClass();
    }

    private static Known known(String name) {
        return Stream.concat(KNOWN.stream(), OTHER_SHORTCUTS.stream())
                .filter(known -> known.entry().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "there is no model \"" + name + "\", known are " + String.join(", ", names())));
    }

    private static Known cifar(int depth) {
        return cifar(
                ResNet.name(depth),
                depth,
                (classes, similarity, rule) -> ResNet.cifar(depth, classes, similarity, rule, Shortcut.of(similarity)));
    }

    private static Known cifar(int depth, Shortcut shortcut) {
        return cifar(
                ResNet.name(depth, shortcut),
                depth,
                (classes, similarity, rule) -> ResNet.cifar(depth, classes, similarity, rule, shortcut));
    }

    private static Known cifar(String name, int depth, Builder builder) {
        // Three stages of 2 n layers; ResNet-20 with n = 3 has this many, and each further n adds as many as the next.
        int body = 270_448 + (depth - 20) / 6 * 97_664;
        return new Known(name, CIFAR, 10, "ResNet of " + depth + " layers for small images", body, 68, builder);
    }

    private static Known imagenet(int depth, int body, int perClass) {
        return new Known(
                ResNet.name(depth),
                IMAGENET,
                1000,
                "ResNet of " + depth + " layers",
                body,
                perClass,
                (classes, similarity, rule) ->
                        ResNet.imagenet(depth, classes, similarity, rule, Shortcut.of(similarity)));
    }

    private interface Builder {
        Model build(int classes, Similarity similarity, GradientRule rule);
    }

    /**
     * A model, with how many values its state has without the last layer, and how many that layer has for each class; a ResNet's
     * without those of shortcuts, which not all have.
     */
    private record Known(Entry entry, int bodyValues, int valuesPerClass, Builder builder) {
        Known(
                String name,
                Shape imageShape,
                int classes,
                String description,
                int bodyValues,
                int valuesPerClass,
                Builder builder) {
            this(new Entry(name, imageShape, classes, description), bodyValues, valuesPerClass, builder);
        }
    }
}
