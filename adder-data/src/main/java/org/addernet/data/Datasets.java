package org.addernet.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.addernet.data.cache.DataCache;
import org.addernet.data.text.UserPath;

/** The data sets that can be loaded by name. */
public final class Datasets {

    /** What stands before the folder in the name of an {@link ImageFolder}. */
    public static final String IMAGE_FOLDER = "imagefolder:";

    /** Sorted by name. */
    private static final List<Source> SOURCES = List.of(
            new Source(Cifar.TEN.info(), Cifar.TEN::load),
            new Source(Cifar.HUNDRED.info(), Cifar.HUNDRED::load),
            new Source(Mnist.FASHION.info(), Mnist.FASHION::load),
            new Source(Mnist.DIGITS.info(), Mnist.DIGITS::load),
            new Source(Strokes.INFO, cache -> Strokes.load()));

    private Datasets() {}

    /** Returns the names, sorted; besides, {@code imagefolder:DIR} names the {@link ImageFolder} in any folder. */
    public static List<String> names() {
        return infos().stream().map(DatasetInfo::name).toList();
    }

    /** Returns what is known of the data sets without loading them, sorted by name. */
    public static List<DatasetInfo> infos() {
        return SOURCES.stream().map(Source::info).toList();
    }

    /**
     * Loads a data set, normalised by the means and standard deviations of channels that are usual for it; the images to learn from
     * are augmented where that is usual.
     *
     * @param name one of {@link #names}, or {@code imagefolder:DIR}; {@code ~/} at the start of DIR is the home folder
     * @param cache where its files are or go; {@code strokes} and {@code imagefolder:DIR} have none there
     * @throws IllegalArgumentException if there is no data set of that name
     * @throws IOException if a file is missing and cannot be downloaded, or is broken
     */
    public static DataSplits load(String name, DataCache cache) throws IOException {
        Optional<Path> folder = imageFolder(name);
        if (folder.isPresent()) {
            return ImageFolder.load(folder.get());
        }
        for (Source source : SOURCES) {
            if (source.info().name().equals(name)) {
                return source.loader().load(cache);
            }
        }
        throw new IllegalArgumentException("there is no data set \"" + name + "\", known are "
                + String.join(", ", names()) + " and " + IMAGE_FOLDER + "DIR");
    }

    /**
     * Returns the folder of a name such as {@code imagefolder:DIR}; empty for other names.
     *
     * @throws IOException if there is no home folder for {@code ~/} to mean, or this system cannot write such a path
     */
    public static Optional<Path> imageFolder(String name) throws IOException {
        return name.startsWith(IMAGE_FOLDER)
                ? Optional.of(UserPath.of(name.substring(IMAGE_FOLDER.length())))
                : Optional.empty();
    }

    private interface Loader {
        DataSplits load(DataCache cache) throws IOException;
    }

    private record Source(DatasetInfo info, Loader loader) {}
}
