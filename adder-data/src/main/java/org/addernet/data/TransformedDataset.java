package org.addernet.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.addernet.data.transform.Preprocess;
import org.addernet.data.transform.Transform;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;

/** A data set the first input of which is seen through a transform. */
record TransformedDataset(Dataset source, Transform transform, Shape imageShape) implements Dataset {

    @Override
    public int size() {
        return source.size();
    }

    @Override
    public int classes() {
        return source.classes();
    }

    @Override
    public List<String> classNames() {
        return source.classNames();
    }

    @Override
    public List<Shape> inputShapes() {
        List<Shape> shapes = new ArrayList<>(source.inputShapes());
        shapes.set(0, imageShape);
        return List.copyOf(shapes);
    }

    @Override
    public Optional<Shape> targetShape() {
        return source.targetShape();
    }

    /** Known if the transform is all that is done to the pictures. */
    @Override
    public Optional<Preprocessing> preprocessing() {
        return source.preprocessing().isEmpty() && transform instanceof Preprocess all
                ? Optional.of(all.preprocessing())
                : Optional.empty();
    }

    @Override
    public int label(int index) {
        return source.label(index);
    }

    @Override
    public void read(int index, float[] target, int offset, RandomGenerator random) {
        float[] image = new float[source.imageShape().size()];
        source.read(index, image, 0, random);
        transform.apply(image, source.imageShape(), target, offset, random);
    }

    @Override
    public void readInput(int index, int input, float[] target, int offset, RandomGenerator random) {
        if (input == 0) {
            read(index, target, offset, random);
        } else {
            source.readInput(index, input, target, offset, random);
        }
    }

    @Override
    public void readTarget(int index, float[] target, int offset, RandomGenerator random) {
        source.readTarget(index, target, offset, random);
    }
}
