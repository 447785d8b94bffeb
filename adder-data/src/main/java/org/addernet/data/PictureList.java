package org.addernet.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.addernet.io.OneLine;

/**
 * The picture files in the folders of their classes.
 *
 * @param folder where the folders of the classes are
 * @param classes their names, in the order of the labels
 * @param labels the label of each picture
 * @param files their paths in the folders of their classes; a million of Path would take far more memory than text
 */
@SuppressWarnings("ArrayRecordComponent") // Lists are not compared.
record PictureList(Path folder, List<String> classes, int[] labels, String[] files) {

    private static final System.Logger LOG = System.getLogger(ImageFolder.class.getName());

    /**
     * Lists the pictures of classes, and warns of what is left out.
     *
     * @throws IOException if there is none, or a folder cannot be read
     */
    static PictureList of(Path folder, ImageListing listing, List<String> classes) throws IOException {
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
        return new PictureList(folder, classes, numbers.build().toArray(), names.toArray(String[]::new));
    }

    /** Returns the pictures of some numbers. */
    PictureList some(int[] numbers) {
        return new PictureList(
                folder,
                classes,
                Arrays.stream(numbers).map(i -> labels[i]).toArray(),
                Arrays.stream(numbers).mapToObj(i -> files[i]).toArray(String[]::new));
    }

    /** Returns the path of a picture. */
    Path file(int index) {
        return folder.resolve(classes.get(labels[index])).resolve(files[index]);
    }
}
