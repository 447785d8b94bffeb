package org.addernet.fuzz;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;

/** Small valid files in the formats of MNIST and CIFAR. */
final class DataSeeds {

    /** The batches that the archives hold. */
    static final List<String> BATCHES = List.of("data_batch_1.bin", "test_batch.bin");

    private DataSeeds() {}

    static List<byte[]> idx() {
        return List.of(idx(3, 4, 3), idx(1, 28, 28), idx(0, 28, 28));
    }

    static List<byte[]> cifar10() {
        return List.of(cifar(1, 3), cifar(1, 1));
    }

    static List<byte[]> cifar100() {
        return List.of(cifar(2, 3), cifar(2, 1));
    }

    static List<byte[]> tars() {
        byte[] archive = Bytes.concat(
                Archive.entry("cifar-10-batches-bin/data_batch_1.bin", cifar(1, 2)),
                Archive.entry("cifar-10-batches-bin/readme.html", new byte[100]),
                Archive.entry("cifar-10-batches-bin/test_batch.bin", cifar(1, 1)),
                new byte[1024]);
        return List.of(archive, Bytes.concat(Archive.entry("test_batch.bin", cifar(1, 1)), archive));
    }

    /** Returns a file of black images. */
    static byte[] zeros(int n, int height, int width) {
        return ByteBuffer.allocate(16 + n * height * width)
                .putInt(0x803)
                .putInt(n)
                .putInt(height)
                .putInt(width)
                .array();
    }

    private static byte[] idx(int n, int height, int width) {
        byte[] file = zeros(n, height, width);
        Random random = new Random(1);
        for (int i = 16; i < file.length; i++) {
            file[i] = (byte) random.nextInt();
        }
        return file;
    }

    private static byte[] cifar(int labelBytes, int records) {
        byte[] bytes = new byte[records * (labelBytes + 3072)];
        new Random(2).nextBytes(bytes);
        for (int i = 0; i < records; i++) {
            bytes[i * (labelBytes + 3072) + labelBytes - 1] = (byte) (i % 10);
        }
        return bytes;
    }
}
