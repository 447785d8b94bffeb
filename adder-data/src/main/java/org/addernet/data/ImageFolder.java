package org.addernet.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.addernet.data.format.ImageFile;
import org.addernet.data.transform.HorizontalFlip;
import org.addernet.data.transform.Preprocess;
import org.addernet.data.transform.RandomResizedCrop;
import org.addernet.data.transform.Transform;
import org.addernet.io.OneLine;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;

/**
 * JPEG and PNG images in folders, one for each class, which are decoded when they are read.
 *
 * <p>The layout is ImageNet's, {@code DIR/train/CLASS/*.jpg} and {@code DIR/val/CLASS/*.jpg}; {@code test} will do for
 * {@code val}. The classes are in the order of their folders' names. Pictures in deeper folders of a class belong to it, also
 * behind links. Pictures end with {@code .jpg}, {@code .jpeg}, {@code .jfif}, {@code .jpe} or {@code .png}; hidden files,
 * whose names start with a dot, are passed over.
 *
 * <p>Loading warns, through {@link System.Logger}, of the files of a split that are left out, of classes without a picture
 * there, which keep their labels, and of a single class.
 *
 * <p>Reading throws {@link UncheckedIOException} if the image cannot be read; its message names the file.
 */
public final class ImageFolder implements Dataset {

    /** The side of the images where none is given, ImageNet's: 224. */
    public static final int DEFAULT_SIZE = 224;

    /** The mean and the deviation of ImageNet's pixels. */
    private static final List<Float> MEAN = List.of(0.485f, 0.456f, 0.406f);

    private static final List<Float> DEVIATION = List.of(0.229f, 0.224f, 0.225f);

    private static final System.Logger LOG = System.getLogger(ImageFolder.class.getName());

    private final Path folder;
    private final List<String> classes;
    private final int[] labels;
    /** The paths of the files in the folders of their classes; a million of Path would take far more memory than text. */
    private final String[] files;

    private final Transform transform;
    private final Shape imageShape;

    /** Lists the images of one split; the transform must give all of them the same shape. */
    private ImageFolder(Path folder, ImageListing listing, List<String> classes, Transform transform, Shape imageShape)
            throws IOException {
        this.folder = folder;
        this.classes = classes;
        this.transform = transform;
        this.imageShape = imageShape;
        List<String> names = new ArrayList<>();
        IntStream.Builder numbers = IntStream.builder();
        for (int label = 0; label < classes.size(); label++) {
            List<String> images = listing.pictures(classes.get(label));
            names.addAll(images);
            for (int i = 0; i < images.size(); i++) {
                numbers.add(label);
            }
        }
        listing.warnings(classes.size()).forEach(warning -> LOG.log(System.Logger.Level.WARNING, warning));
        if (names.isEmpty()) {
            throw new IOException(
                    OneLine.of(folder) + ": the folders of the classes have no .jpg, .jpeg, .jfif, .jpe or .png file");
        }
        files = names.toArray(String[]::new);
        labels = numbers.build().toArray();
    }

    /**
     * Lists the images of a folder, to be read as {@code [224,224,3]}; see {@link #load(Path, int)}.
     *
     * @throws IOException as the other method
     */
    public static DataSplits load(Path folder) throws IOException {
        return load(folder, DEFAULT_SIZE);
    }

    /**
     * Lists the images of a folder, to be read as {@code [size,size,3]}, normalised by the colours of ImageNet.
     *
     * <p>Those to learn from are cropped, scaled ({@link RandomResizedCrop}) and flipped at random; of those to measure
     * with the middle is taken, 7/8 of the shorter side, as is usual for ImageNet.
     *
     * @param size the side of the images, in pixels
     * @throws IllegalArgumentException if the size is less than 1
     * @throws IOException if a split, its classes or all its images are not there, the splits have different classes, or a
     *     name cannot be written in the character set of the locale; the message names the folder
     */
    public static DataSplits load(Path folder, int size) throws IOException {
        Transform train = new RandomResizedCrop(size)
                .then(new HorizontalFlip())
                .then(new Preprocess(new Preprocessing(3, 0, 0, 0, MEAN, DEVIATION)));
        Transform test = new Preprocess(new Preprocessing(3, size * 8 / 7, size, 0, MEAN, DEVIATION));
        Path trainFolder = folder.resolve("train");
        Path testFolder = Files.isDirectory(folder.resolve("val")) ? folder.resolve("val") : folder.resolve("test");
        ImageListing trainListing = new ImageListing(trainFolder);
        ImageListing testListing = new ImageListing(testFolder);
        List<String> classes = trainListing.classes();
        List<String> testClasses = testListing.classes();
        requireClasses(trainFolder, classes, testFolder, testClasses);
        requireClasses(testFolder, testClasses, trainFolder, classes);
        if (classes.size() == 1) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "imagefolder " + OneLine.of(folder) + ": there is only one class, " + OneLine.of(classes.get(0))
                            + "; is the folder one level off?");
        }
        Shape shape = Shape.of(size, size, 3);
        return new DataSplits(
                new ImageFolder(trainFolder, trainListing, classes, train, shape),
                new ImageFolder(testFolder, testListing, classes, test, shape));
    }

    @Override
    public int size() {
        return files.length;
    }

    @Override
    public int classes() {
        return classes.size();
    }

    @Override
    public List<String> classNames() {
        return classes;
    }

    @Override
    public Optional<Preprocessing> preprocessing() {
        return transform instanceof Preprocess all ? Optional.of(all.preprocessing()) : Optional.empty();
    }

    @Override
    public Shape imageShape() {
        return imageShape;
    }

    @Override
    public int label(int index) {
        return labels[index];
    }

    @Override
    public void read(int index, float[] target, int offset, RandomGenerator random) {
        Path file = folder.resolve(classes.get(labels[index])).resolve(files[index]);
        try {
            ImageFile image = ImageFile.read(file);
            transform.apply(image.values(), image.shape(), target, offset, random);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (ShapeException e) {
            String message = OneLine.of(file) + ": " + e.getMessage();
            throw new UncheckedIOException(message, new IOException(message, e));
        }
    }

    /** Refuses a class of {@code split} that {@code other} has not. */
    private static void requireClasses(Path split, List<String> classes, Path other, List<String> otherClasses)
            throws IOException {
        for (String name : classes) {
            if (!otherClasses.contains(name)) {
                throw new IOException(OneLine.of(other.resolve(name)) + ": there is no such folder, but "
                        + OneLine.of(split.resolve(name)) + "; both splits must have the same classes");
            }
        }
    }
}
