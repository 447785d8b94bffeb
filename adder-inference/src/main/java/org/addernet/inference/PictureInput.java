package org.addernet.inference;

import java.util.SplittableRandom;
import org.addernet.data.transform.Preprocess;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;
import org.addernet.tensor.ShapeException;
import org.addernet.tensor.Tensor;

/** Makes pictures the inputs of a model, as its preprocessing says. */
final class PictureInput {

    /** The weights of red, green and blue in grey: ITU-R BT.601, as other libraries have them. */
    private static final double[] GREY = {0.299, 0.587, 0.114};

    private final String model;
    private final Shape input;
    private final Preprocess preprocess;

    /**
     * Checks that preprocessing and model fit.
     *
     * @param model the model's name, for messages
     * @param input the shape of its input, without the dimension N
     * @throws IllegalStateException if no picture would become such an input
     */
    PictureInput(String model, Shape input, Preprocessing preprocessing) {
        this.model = model;
        this.input = input;
        preprocess = new Preprocess(preprocessing);
        boolean fits = input.rank() == 3 && input.dimension(2) == preprocessing.channels();
        if (fits) {
            int height = inner(0);
            int width = inner(1);
            int crop = preprocessing.crop();
            int resize = preprocessing.resize();
            fits = Math.min(height, width) > 0
                    && (crop > 0 ? height == crop && width == crop : resize == 0 || resize == Math.min(height, width));
        }
        if (!fits) {
            throw new IllegalStateException("model " + model + " takes inputs " + input
                    + ", which its preprocessing makes of no picture (" + preprocessing
                    + "); save it again with a ModelFile.preprocessing that does");
        }
    }

    /** Returns a dimension of the input without the border that is added to the picture, in pixels. */
    private int inner(int axis) {
        return input.dimension(axis) - 2 * preprocess.preprocessing().padding();
    }

    /**
     * Writes the input that a picture becomes into {@code target[offset...]}.
     *
     * @param pixels {@code [H,W,1]} or {@code [H,W,3]}, 0 to 1
     * @throws ShapeException if a picture of that shape does not become an input of the model
     * @throws IllegalArgumentException if a value is not 0 to 1
     */
    void write(Tensor pixels, float[] target, int offset) {
        Shape shape = pixels.shape();
        if (shape.rank() != 3 || (shape.dimension(2) != 1 && shape.dimension(2) != 3)) {
            throw new ShapeException("Classifier of " + model + ": pixels are " + shape
                    + ", expected [H,W,1] for grey or [H,W,3] for red, green and blue");
        }
        requireUnit(pixels.data());
        int channels = preprocess.preprocessing().channels();
        Shape coloured = Shape.of(shape.dimension(0), shape.dimension(1), channels);
        Shape made = preprocess.outputShape(coloured);
        if (!made.equals(input)) {
            String size = inner(1) + "x" + inner(0) + " pixels";
            throw new ShapeException("Classifier of " + model + ": a picture of " + shape.dimension(1) + "x"
                    + shape.dimension(0) + " pixels becomes an input " + made + ", the model takes " + input
                    + (preprocess.preprocessing().resize() == 0
                            ? "; give pictures of " + size
                            : "; give pictures of the proportions of " + size));
        }
        // Without randomness, so the generator is never asked.
        preprocess.apply(colours(pixels, channels), coloured, target, offset, new SplittableRandom(0));
    }

    private void requireUnit(float[] values) {
        for (float value : values) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("Classifier of " + model + ": a pixel has the value " + value
                        + ", expected 0 to 1; divide bytes by 255, and give inputs that are normalised already to"
                        + " classifyInput");
            }
        }
    }

    /** Returns a copy of the pixels, which the transform may overwrite, in so many channels. */
    private static float[] colours(Tensor pixels, int channels) {
        float[] values = pixels.data();
        int own = pixels.shape().dimension(2);
        if (own == channels) {
            return values.clone();
        }
        int count = values.length / own;
        float[] coloured = new float[count * channels];
        for (int i = 0; i < count; i++) {
            if (channels == 1) {
                coloured[i] =
                        (float) (GREY[0] * values[3 * i] + GREY[1] * values[3 * i + 1] + GREY[2] * values[3 * i + 2]);
            } else {
                coloured[3 * i] = values[i];
                coloured[3 * i + 1] = values[i];
                coloured[3 * i + 2] = values[i];
            }
        }
        return coloured;
    }
}
