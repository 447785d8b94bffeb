package org.addernet.data;

import java.util.random.RandomGenerator;
import org.addernet.data.transform.Transform;
import org.addernet.tensor.Shape;

/** Sample i is the image [i, i + 0.5] with label i mod 10; a sample's first value names it. */
class Counting implements Dataset {

    /** Replaces the second value by a random one. */
    static final Transform NOISE = new Transform() {
        @Override
        public Shape outputShape(Shape input) {
            return input;
        }

        @Override
        public void apply(float[] source, Shape shape, float[] target, int offset, RandomGenerator random) {
            target[offset] = source[0];
            target[offset + 1] = random.nextFloat();
        }
    };

    private final int size;

    Counting(int size) {
        this.size = size;
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public int classes() {
        return 10;
    }

    @Override
    public Shape imageShape() {
        return Shape.of(1, 2, 1);
    }

    @Override
    public int label(int index) {
        return index % 10;
    }

    @Override
    public void read(int index, float[] target, int offset, RandomGenerator random) {
        target[offset] = index;
        target[offset + 1] = index + 0.5f;
    }
}
