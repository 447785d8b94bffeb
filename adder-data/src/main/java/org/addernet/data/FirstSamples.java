package org.addernet.data;

import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.addernet.tensor.Shape;

/** The first samples of a data set. */
record FirstSamples(Dataset source, int size) implements Dataset {

    FirstSamples {
        if (size < 1 || size > source.size()) {
            throw new IllegalArgumentException("take: " + size + " samples asked for, the data set has " + source.size()
                    + "; ask for 1 to " + source.size());
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
    public int label(int index) {
        return source.label(Objects.checkIndex(index, size));
    }

    @Override
    public void read(int index, float[] target, int offset, RandomGenerator random) {
        source.read(Objects.checkIndex(index, size), target, offset, random);
    }
}
