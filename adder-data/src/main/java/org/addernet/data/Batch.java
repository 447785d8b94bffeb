package org.addernet.data;

import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/**
 * Some labelled images.
 *
 * @param images the images {@code [N,H,W,C]}
 * @param labels the label of each image, {@code [N]}; the array itself, not a copy
 */
@SuppressWarnings("ArrayRecordComponent") // Labels are int[] everywhere; batches are not compared.
public record Batch(Tensor images, int[] labels) {

    /**
     * Creates a batch over the given tensor and array.
     *
     * @throws ShapeException if there is not one label for each image
     */
    public Batch {
        if (images.shape().rank() != 4 || images.shape().extent(0) != labels.length) {
            throw new ShapeException("Batch: images are " + images.shape() + ", expected [" + labels.length
                    + ",H,W,C] for the " + labels.length + " labels");
        }
    }

    /** Returns the number of images. */
    public int size() {
        return labels.length;
    }
}
