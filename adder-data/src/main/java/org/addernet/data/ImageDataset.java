package org.addernet.data;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;

/** Images that are held in memory as bytes, one for each value, and read as floats from 0 to 1. */
public final class ImageDataset implements Dataset {

    /** Byte value to float: a lookup is faster than a division. */
    private static final float[] UNIT = new float[256];

    static {
        for (int i = 0; i < UNIT.length; i++) {
            UNIT[i] = i / 255f;
        }
    }

    private final Shape imageShape;
    private final List<String> classNames;
    private final byte[] pixels;
    private final byte[] labels;

    /**
     * Creates a data set over the given arrays, which are not copied.
     *
     * @param imageShape the shape {@code [H,W,C]} of every image
     * @param classNames the names of the classes, 1 to 256
     * @param pixels the unsigned bytes of all images, {@code [N,H,W,C]}
     * @param labels the unsigned labels of all images, {@code [N]}
     * @throws IllegalArgumentException if the arrays do not fit together or a label is none of a class
     */
    public ImageDataset(Shape imageShape, List<String> classNames, byte[] pixels, byte[] labels) {
        if (imageShape.rank() != 3 || pixels.length != (long) labels.length * imageShape.size()) {
            throw new IllegalArgumentException("ImageDataset: " + labels.length + " images " + imageShape + " need "
                    + (long) labels.length * imageShape.size() + " bytes, there are " + pixels.length
                    + "; give the shape as [H,W,C] and one label for each image");
        }
        int classes = classNames.size();
        for (int i = 0; i < labels.length; i++) {
            int label = Byte.toUnsignedInt(labels[i]);
            if (label >= classes) {
                throw new IllegalArgumentException("label " + label + " at index " + i + " is not one of the " + classes
                        + " classes, 0 to " + (classes - 1));
            }
        }
        this.imageShape = imageShape;
        this.classNames = List.copyOf(classNames);
        this.pixels = pixels;
        this.labels = labels;
    }

    @Override
    public int size() {
        return labels.length;
    }

    @Override
    public int classes() {
        return classNames.size();
    }

    @Override
    public List<String> classNames() {
        return classNames;
    }

    @Override
    public Shape imageShape() {
        return imageShape;
    }

    @Override
    public int label(int index) {
        return Byte.toUnsignedInt(labels[index]);
    }

    @Override
    public void read(int index, float[] target, int offset, RandomGenerator random) {
        int values = imageShape.size();
        int start = Objects.checkIndex(index, labels.length) * values;
        for (int i = 0; i < values; i++) {
            target[offset + i] = UNIT[Byte.toUnsignedInt(pixels[start + i])];
        }
    }
}
