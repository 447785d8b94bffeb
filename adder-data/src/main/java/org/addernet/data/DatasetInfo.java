package org.addernet.data;

import org.addernet.tensor.Shape;

/**
 * What is known of a data set without loading it.
 *
 * @param name the name by which {@link Datasets#load} knows it
 * @param description what it shows, in one line
 * @param classes the number of classes
 * @param imageShape the shape {@code [H,W,C]} of every image as loaded
 * @param trainSize the number of samples to learn from
 * @param testSize the number of samples to measure with
 */
public record DatasetInfo(
        String name, String description, int classes, Shape imageShape, int trainSize, int testSize) {}
