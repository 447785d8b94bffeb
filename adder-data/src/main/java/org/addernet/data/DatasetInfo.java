package org.addernet.data;

import java.util.List;
import org.addernet.tensor.Shape;

/**
 * What is known of a data set without loading it.
 *
 * @param name the name by which {@link Datasets#load} knows it
 * @param description what it shows, in one line
 * @param classNames the names of the classes, in the order of their labels
 * @param imageShape the shape {@code [H,W,C]} of every image as loaded
 * @param trainSize the number of samples to learn from
 * @param testSize the number of samples to measure with
 */
public record DatasetInfo(
        String name, String description, List<String> classNames, Shape imageShape, int trainSize, int testSize) {

    /** Returns the number of classes. */
    public int classes() {
        return classNames.size();
    }
}
