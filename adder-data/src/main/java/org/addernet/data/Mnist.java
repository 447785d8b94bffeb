package org.addernet.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.addernet.data.cache.DataCache;
import org.addernet.data.cache.RemoteFile;
import org.addernet.data.format.IdxFile;
import org.addernet.data.transform.Pad;
import org.addernet.data.transform.Preprocess;
import org.addernet.io.OneLine;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;

/** MNIST, and Fashion-MNIST which has the same form: 28x28 grey images of 10 classes in four IDX files. */
final class Mnist {

    private static final Shape IMAGE = Shape.of(28, 28, 1);
    /** To the 32x32 pixels that LeNet-5 takes. */
    static final int PADDING = 2;

    private static final Shape PADDED = new Pad(PADDING).outputShape(IMAGE);
    private static final int TRAIN_SIZE = 60_000;
    private static final int TEST_SIZE = 10_000;

    static final Mnist DIGITS = new Mnist(
            new DatasetInfo("mnist", "MNIST, handwritten digits", Strokes.DIGITS, PADDED, TRAIN_SIZE, TEST_SIZE),
            normalised(0.1307f, 0.3081f),
            "MNIST",
            List.of(
                    URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/"),
                    URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/")),
            9_912_422,
            "440fcabf73cc546fa21475e81ea370265605f56be210a4024d2ca8f203523609",
            28_881,
            "3552534a0a558bbed6aed32b30c495cca23d567ec52cac8be1a0730e8010255c",
            1_648_877,
            "8d422c7b0a1c1c79245a5bcf07fe86e33eeafee792b84584aec276f5a2dbc4e6",
            4_542,
            "f7ae60f92e00ec6debd23a6088c31dbd2371eca3ffa0defaefb259924204aec6");

    static final Mnist FASHION = new Mnist(
            new DatasetInfo(
                    "fashion-mnist",
                    "Fashion-MNIST, pieces of clothing",
                    List.of(
                            "T-shirt/top",
                            "trouser",
                            "pullover",
                            "dress",
                            "coat",
                            "sandal",
                            "shirt",
                            "sneaker",
                            "bag",
                            "ankle boot"),
                    PADDED,
                    TRAIN_SIZE,
                    TEST_SIZE),
            normalised(0.2860f, 0.3530f),
            "FashionMNIST",
            List.of(
                    URI.create("https://github.com/zalandoresearch/fashion-mnist/raw/master/data/fashion/"),
                    URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/")),
            26_421_880,
            "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
            29_515,
            "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
            4_422_102,
            "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
            5_148,
            "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5");

    private final DatasetInfo info;
    private final Preprocess preprocess;
    /** The folder in which torchvision keeps the same files. */
    private final String torchvision;

    private final RemoteFile trainImages;
    private final RemoteFile trainLabels;
    private final RemoteFile testImages;
    private final RemoteFile testLabels;

    private Mnist(
            DatasetInfo info,
            Preprocess preprocess,
            String torchvision,
            List<URI> mirrors,
            int trainImagesSize,
            String trainImages,
            int trainLabelsSize,
            String trainLabels,
            int testImagesSize,
            String testImages,
            int testLabelsSize,
            String testLabels) {
        this.info = info;
        this.preprocess = preprocess;
        this.torchvision = torchvision;
        this.trainImages = new RemoteFile("train-images-idx3-ubyte.gz", trainImagesSize, trainImages, mirrors);
        this.trainLabels = new RemoteFile("train-labels-idx1-ubyte.gz", trainLabelsSize, trainLabels, mirrors);
        this.testImages = new RemoteFile("t10k-images-idx3-ubyte.gz", testImagesSize, testImages, mirrors);
        this.testLabels = new RemoteFile("t10k-labels-idx1-ubyte.gz", testLabelsSize, testLabels, mirrors);
    }

    /** Returns what is done to the 28x28 grey images: padded and normalised. */
    static Preprocess normalised(float mean, float std) {
        return new Preprocess(new Preprocessing(1, 0, 0, PADDING, List.of(mean), List.of(std)));
    }

    DatasetInfo info() {
        return info;
    }

    DataSplits load(DataCache cache) throws IOException {
        return new DataSplits(load(cache, trainImages, trainLabels), load(cache, testImages, testLabels));
    }

    private Dataset load(DataCache cache, RemoteFile images, RemoteFile labels) throws IOException {
        return read(file(cache, images), file(cache, labels)).with(preprocess);
    }

    /** Returns the path of a file, which in its unpacked form is also called {@code train-images.idx3-ubyte}. */
    private Path file(DataCache cache, RemoteFile file) throws IOException {
        String name = file.name().replaceFirst("\\.gz$", "");
        List<String> places = Stream.of(info.name() + "/", torchvision + "/raw/")
                .flatMap(folder -> Stream.of(folder + name, folder + name.replace("-idx", ".idx")))
                .toList();
        Optional<Path> present = cache.find(places);
        return present.isPresent() ? present.get() : cache.fetch(info.name(), file, places);
    }

    /** Reads images as they are in the file, {@code [28,28,1]} from 0 to 1. */
    private Dataset read(Path imageFile, Path labelFile) throws IOException {
        IdxFile images = IdxFile.read(imageFile, 3, TRAIN_SIZE * IMAGE.size());
        IdxFile labels = IdxFile.read(labelFile, 1, TRAIN_SIZE);
        int count = images.shape().dimension(0);
        if (images.shape().dimension(1) != IMAGE.dimension(0) || images.shape().dimension(2) != IMAGE.dimension(1)) {
            throw new IOException(OneLine.of(imageFile) + ": at byte 8: the images are "
                    + images.shape().dimension(1) + "x" + images.shape().dimension(2) + ", expected 28x28");
        }
        if (labels.shape().dimension(0) != count) {
            throw new IOException(OneLine.of(labelFile) + ": at byte 4: there are "
                    + labels.shape().dimension(0) + " labels for the " + count + " images of "
                    + OneLine.of(imageFile));
        }
        try {
            return new ImageDataset(IMAGE, info.classNames(), images.values(), labels.values());
        } catch (IllegalArgumentException e) {
            throw new IOException(OneLine.of(labelFile) + ": " + e.getMessage(), e);
        }
    }
}
