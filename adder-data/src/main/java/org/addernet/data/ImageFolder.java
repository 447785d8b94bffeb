package org.addernet.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.addernet.data.format.ImageFile;
import org.addernet.data.transform.HorizontalFlip;
import org.addernet.data.transform.Preprocess;
import org.addernet.data.transform.RandomResizedCrop;
import org.addernet.data.transform.Transform;
import org.addernet.io.OneLine;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * JPEG and PNG images in folders, one for each class, which are decoded when they are read.
 *
 * <p>The layout is ImageNet's, {@code DIR/train/CLASS/*.jpg} and {@code DIR/val/CLASS/*.jpg}; {@code test} will do for
 * {@code val}. Where none of the three is there, it is {@code DIR/CLASS/*.jpg}, and the pictures are split at random. The
 * classes are in the order of their folders' names. Pictures in deeper folders of a class belong to it, also behind links.
 * Pictures end with {@code .jpg}, {@code .jpeg}, {@code .jfif}, {@code .jpe} or {@code .png}; hidden files, whose names start
 * with a dot, are passed over.
 *
 * <p>Loading warns, through {@link System.Logger}, of the files of a split that are left out, of classes without a picture
 * there, which keep their labels, and of a single class.
 *
 * <p>Reading throws {@link UncheckedIOException} if the image cannot be read; its message names the file.
 */
public final class ImageFolder implements Dataset {

    /** The side of the images where none is given, ImageNet's: 224. */
    public static final int DEFAULT_SIZE = 224;

    /** The share of the pictures to test with where the folder has no split: 0.2. */
    public static final double DEFAULT_TEST_FRACTION = 0.2;

    /** Decides the split where the folder has none, and which pictures are measured: 1. */
    private static final long DEFAULT_SEED = 1;

    /** Pictures from which mean and standard deviation are computed at most: their error is then below a hundredth. */
    private static final int MEASURED = 2000;

    /** The mean and the standard deviation of ImageNet's pixels. */
    private static final List<Float> MEAN = List.of(0.485f, 0.456f, 0.406f);

    private static final List<Float> DEVIATION = List.of(0.229f, 0.224f, 0.225f);

    private static final System.Logger LOG = System.getLogger(ImageFolder.class.getName());

    private final PictureList pictures;
    private final Transform transform;
    private final Shape imageShape;

    /** Reads pictures through a transform, which must give all of them the same shape. */
    private ImageFolder(PictureList pictures, Transform transform, int size) {
        this.pictures = pictures;
        this.transform = transform;
        imageShape = Shape.of(size, size, 3);
    }

    /**
     * Lists the images of a folder with the defaults of {@link #of}.
     *
     * @throws IOException as {@link Builder#load} does
     */
    public static DataSplits load(Path folder) throws IOException {
        return of(folder).load();
    }

    /** Returns a builder of the two parts of a folder's images. */
    public static Builder of(Path folder) {
        return new Builder(folder);
    }

    @Override
    public int size() {
        return pictures.files().length;
    }

    @Override
    public int classes() {
        return pictures.classes().size();
    }

    @Override
    public List<String> classNames() {
        return pictures.classes();
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
        return pictures.labels()[index];
    }

    @Override
    public void read(int index, float[] target, int offset, RandomGenerator random) {
        Path file = pictures.file(index);
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

    /** Collects how the images are made and split. */
    public static final class Builder {
        private final Path folder;
        private int size = DEFAULT_SIZE;
        private @Nullable Preprocessing preprocessing;
        private double testFraction = DEFAULT_TEST_FRACTION;
        private long seed = DEFAULT_SEED;

        private Builder(Path folder) {
            this.folder = folder;
        }

        /**
         * Sets the side of the images in pixels (default: {@value ImageFolder#DEFAULT_SIZE}); the middle of a test image is 7/8
         * of the shorter side, as is usual for ImageNet.
         *
         * @throws IllegalArgumentException if the size is less than 1
         */
        public Builder size(int newSize) {
            if (newSize < 1) {
                throw new IllegalArgumentException("ImageFolder: size is " + newSize + ", it must be at least 1");
            }
            size = newSize;
            return this;
        }

        /**
         * Sets how test pictures become images, as a model's file says; in the place of {@link #size}. By default they are
         * normalised by the colours of ImageNet at its size of {@value ImageFolder#DEFAULT_SIZE}, and at other sizes by the
         * mean and standard deviation of the pictures to learn from, of which 2000 are read at most.
         *
         * @throws IllegalArgumentException if it does not give squares of three channels and one size
         */
        public Builder preprocessing(Preprocessing newPreprocessing) {
            if (newPreprocessing.channels() != 3 || newPreprocessing.crop() == 0 || newPreprocessing.padding() != 0) {
                throw new IllegalArgumentException(
                        "ImageFolder: preprocessing " + newPreprocessing
                                + " does not make squares of one size in colour; it must have channels=3, a crop and padding=0");
            }
            preprocessing = newPreprocessing;
            size = newPreprocessing.crop();
            return this;
        }

        /**
         * Sets the share of each class to test with, where the folder has no split (default:
         * {@value ImageFolder#DEFAULT_TEST_FRACTION}).
         */
        public Builder testFraction(double newTestFraction) {
            testFraction = newTestFraction;
            return this;
        }

        /** Sets what decides that split, and which pictures are measured (default: 1). */
        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /**
         * Lists the images, to be read as {@code [size,size,3]} and normalised.
         *
         * <p>Those to learn from are cropped, scaled ({@link RandomResizedCrop}) and flipped at random; of those to measure
         * with the middle is taken.
         *
         * @throws IllegalArgumentException if the share to test with is not between 0 and 1, or leaves a part empty
         * @throws IOException if a split, its classes or all its images are not there, the splits have different classes, a
         *     name cannot be written in the character set of the locale, or a picture that is measured cannot be read; the
         *     message names the folder or the file
         */
        public DataSplits load() throws IOException {
            List<PictureList> parts = isSplit() ? listSplits() : split();
            PictureList train = parts.get(0);
            Preprocessing all = preprocessing == null ? preprocessing(train) : preprocessing;
            Transform augmented = new RandomResizedCrop(size)
                    .then(new HorizontalFlip())
                    .then(new Preprocess(new Preprocessing(3, 0, 0, 0, all.mean(), all.std())));
            return new DataSplits(
                    new ImageFolder(train, augmented, size), new ImageFolder(parts.get(1), new Preprocess(all), size));
        }

        private boolean isSplit() {
            return List.of("train", "val", "test").stream().anyMatch(name -> Files.isDirectory(folder.resolve(name)));
        }

        private List<PictureList> listSplits() throws IOException {
            Path trainFolder = folder.resolve("train");
            Path testFolder = Files.isDirectory(folder.resolve("val")) ? folder.resolve("val") : folder.resolve("test");
            ImageListing trainListing = new ImageListing(trainFolder);
            ImageListing testListing = new ImageListing(testFolder);
            List<String> classes = trainListing.classes();
            List<String> testClasses = testListing.classes();
            requireClasses(trainFolder, classes, testFolder, testClasses);
            requireClasses(testFolder, testClasses, trainFolder, classes);
            warnOfSingle(classes);
            return List.of(
                    PictureList.of(trainFolder, trainListing, classes),
                    PictureList.of(testFolder, testListing, classes));
        }

        private List<PictureList> split() throws IOException {
            ImageListing listing = new ImageListing(folder);
            List<String> classes = listing.classes();
            warnOfSingle(classes);
            PictureList all = PictureList.of(folder, listing, classes);
            RandomSplit split =
                    RandomSplit.of(all.files().length, classes.size(), i -> all.labels()[i], testFraction, seed);
            return List.of(all.some(split.train()), all.some(split.test()));
        }

        /** Returns what is usual for ImageNet at its size, and else normalises by what the pictures to learn from are. */
        private Preprocessing preprocessing(PictureList train) throws IOException {
            int resize = (int) Math.min(Integer.MAX_VALUE, size * 8L / 7);
            if (size == DEFAULT_SIZE) {
                return new Preprocessing(3, resize, size, 0, MEAN, DEVIATION);
            }
            List<Float> zeros = List.of(0f, 0f, 0f);
            List<Float> ones = List.of(1f, 1f, 1f);
            Transform middle = new Preprocess(new Preprocessing(3, resize, size, 0, zeros, ones));
            try {
                ChannelStatistics measured = ChannelStatistics.of(new ImageFolder(train, middle, size), MEASURED, seed);
                return new Preprocessing(3, resize, size, 0, list(measured.mean()), list(measured.std()));
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }

        private static List<Float> list(float[] values) {
            List<Float> list = new ArrayList<>();
            for (float value : values) {
                list.add(value);
            }
            return list;
        }

        private void warnOfSingle(List<String> classes) {
            if (classes.size() == 1) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "imagefolder " + OneLine.of(folder) + ": there is only one class, " + OneLine.of(classes.get(0))
                                + "; is the folder one level off?");
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
}
