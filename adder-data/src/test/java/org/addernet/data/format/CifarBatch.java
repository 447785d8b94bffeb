package org.addernet.data.format;

import java.nio.ByteBuffer;

/** Makes binary batches of CIFAR of which every pixel can be told. */
public final class CifarBatch {

    private static final int PLANE = 1024;

    private CifarBatch() {}

    /** Returns a batch of CIFAR-10 with the given labels: pixel p of record i is (p mod 256, p / 256, i). */
    public static byte[] ten(int... labels) {
        return batch(1, labels);
    }

    /** Returns a batch of CIFAR-100 with the given fine labels and the superclass 7. */
    public static byte[] hundred(int... labels) {
        return batch(2, labels);
    }

    private static byte[] batch(int labelBytes, int... labels) {
        ByteBuffer batch = ByteBuffer.allocate(labels.length * (labelBytes + 3 * PLANE));
        for (int i = 0; i < labels.length; i++) {
            if (labelBytes == 2) {
                batch.put((byte) 7);
            }
            batch.put((byte) labels[i]);
            for (int p = 0; p < PLANE; p++) {
                batch.put((byte) p);
            }
            for (int p = 0; p < PLANE; p++) {
                batch.put((byte) (p / 256));
            }
            for (int p = 0; p < PLANE; p++) {
                batch.put((byte) i);
            }
        }
        return batch.array();
    }
}
