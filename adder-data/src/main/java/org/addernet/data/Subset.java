package org.addernet.data;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.random.RandomGenerator;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;

/**
 * Some samples of a data set.
 *
 * @param index gives the source's index of each
 */
record Subset(Dataset source, int size, IntUnaryOperator index) implements Dataset {

    Subset {
        if (size < 1 || size > source.size()) {
            throw new IllegalArgumentException(
                    size + " samples asked for, the data set has " + source.size() + "; ask for 1 to " + source.size());
        }
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
    public Shape imageShape() {
        return source.imageShape();
    }

    @Override
    public List<Shape> inputShapes() {
        return source.inputShapes();
    }

    @Override
    public Optional<Shape> targetShape() {
        return source.targetShape();
    }

    @Override
    public Optional<Preprocessing> preprocessing() {
        return source.preprocessing();
    }

    @Override
    public int label(int i) {
        return source.label(sourceIndex(i));
    }

    @Override
    public void read(int i, float[] target, int offset, RandomGenerator random) {
        source.read(sourceIndex(i), target, offset, random);
    }

    @Override
    public void readInput(int i, int input, float[] target, int offset, RandomGenerator random) {
        source.readInput(sourceIndex(i), input, target, offset, random);
    }

    @Override
    public void readTarget(int i, float[] target, int offset, RandomGenerator random) {
        source.readTarget(sourceIndex(i), target, offset, random);
    }

    private int sourceIndex(int i) {
        return index.applyAsInt(Objects.checkIndex(i, size));
    }
}
