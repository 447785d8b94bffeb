package org.addernet.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.function.Supplier;
import org.addernet.data.format.CifarFile;
import org.addernet.data.format.IdxFile;
import org.addernet.data.format.ImageFile;
import org.addernet.io.Npy;
import org.addernet.io.Safetensors;
import org.addernet.train.Checkpoint;
import org.addernet.train.listener.CsvLog;

/**
 * A reader of files, and what it is tried with.
 *
 * @param name the name of the target
 * @param suffix how the names of its files end
 * @param seeds files that are read
 * @param structured mutations that know the format
 * @param extremes inputs that ask for much time or memory, tried before the mutations
 * @param memory the most bytes of memory for a file of so many bytes
 * @param reader what reads the file
 */
record Target(
        String name,
        String suffix,
        List<byte[]> seeds,
        Mutation structured,
        Supplier<List<byte[]>> extremes,
        LongUnaryOperator memory,
        Reader reader) {

    private static final long MB = 1 << 20;

    /** The files of the data sets that are read whole have a known size; unpacked, MNIST's largest and CIFAR's archive. */
    private static final long MNIST = 16 + 60_000 * 28 * 28;

    private static final long CIFAR = 60_000 * 3074;

    /** Reads a file, and throws nothing but an {@link IOException} with a message that names it. */
    @FunctionalInterface
    interface Reader {
        void read(Path file) throws IOException;
    }

    /** Returns the target of this name. */
    static Target of(String name, Path folder) throws IOException {
        return all(folder).stream()
                .filter(target -> target.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("there is no target " + name));
    }

    /** Returns all targets; the folder is for the writers of the seeds. */
    static List<Target> all(Path folder) throws IOException {
        List<Target> targets = new ArrayList<>();
        List<byte[]> safetensors = ModelSeeds.safetensors(folder);
        targets.add(new Target(
                "safetensors",
                ".safetensors",
                safetensors,
                Text::safetensors,
                Target::hugeHeaders,
                Target::ofFile,
                file -> Safetensors.read(file)));
        targets.add(new Target(
                "npy", ".npy", ModelSeeds.npy(folder), Text::npy, List::of, Target::ofFile, file -> Npy.read(file)));
        targets.add(new Target(
                "checkpoint",
                ".safetensors",
                ModelSeeds.checkpoints(folder),
                Text::safetensors,
                List::of,
                Target::ofFile,
                file -> readMetadata(file).model()));
        byte[] metadata = ModelSeeds.metadata(folder);
        targets.add(new Target(
                "checkpoint without tensors",
                ".safetensors",
                List.of(metadata),
                Text::safetensors,
                () -> List.of(ModelSeeds.withHeader(
                        new String(metadata, 8, metadata.length - 8, StandardCharsets.UTF_8)
                                .replace("\"classes\":\"10\"", "\"classes\":\"1000000\""),
                        new byte[0])),
                Target::ofFile,
                Target::readWithoutTensors));
        targets.add(new Target(
                "history",
                ".csv",
                ModelSeeds.histories(folder),
                Text::whole,
                List::of,
                Target::ofFile,
                file -> CsvLog.resume(file, Integer.MAX_VALUE)));

        List<byte[]> idx = DataSeeds.idx();
        Reader idxReader = file -> IdxFile.read(file, 3, (int) MNIST);
        targets.add(new Target("idx", ".idx", idx, Bytes::setEdge, List::of, file -> ofData(file, MNIST), idxReader));
        targets.add(new Target(
                "idx.gz",
                ".idx.gz",
                gzipped(idx),
                Archive.gzipped(Bytes::setEdge),
                () -> List.of(Archive.gzip(DataSeeds.zeros(1 << 15, 1 << 5, 1 << 8))),
                file -> ofData(file, MNIST),
                idxReader));

        List<byte[]> cifar = DataSeeds.cifar10();
        Reader cifar10 = file -> CifarFile.read(file, CifarFile.Format.CIFAR10);
        targets.add(new Target("cifar", ".bin", cifar, Bytes::setByte, List::of, file -> ofData(file, CIFAR), cifar10));
        targets.add(new Target(
                "cifar.gz",
                ".bin.gz",
                gzipped(cifar),
                Archive.gzipped(Bytes::setByte),
                () -> List.of(Archive.gzip(new byte[256 << 20])),
                file -> ofData(file, CIFAR),
                cifar10));
        targets.add(new Target(
                "cifar100",
                ".bin",
                DataSeeds.cifar100(),
                Bytes::setByte,
                List::of,
                file -> ofData(file, CIFAR),
                file -> CifarFile.read(file, CifarFile.Format.CIFAR100)));

        List<byte[]> tars = DataSeeds.tars();
        Reader archive = file -> CifarFile.readArchive(file, DataSeeds.BATCHES, CifarFile.Format.CIFAR10);
        targets.add(new Target("tar", ".tar", tars, Archive::headers, List::of, file -> ofData(file, CIFAR), archive));
        targets.add(new Target(
                "tar.gz",
                ".tar.gz",
                gzipped(tars),
                Archive.gzipped(Archive::headers),
                () -> List.of(Archive.gzip(Archive.zeros("test_batch.bin", 256 << 20))),
                file -> ofData(file, CIFAR),
                archive));

        List<byte[]> jpegs = ImageSeeds.jpegs();
        targets.add(new Target(
                "jpeg",
                ".jpg",
                jpegs,
                Jpeg::segments,
                () -> List.of(
                        Jpeg.enlarged(jpegs.get(2), 2000, 2000, 400),
                        Jpeg.enlarged(jpegs.get(2), 65500, 65500, 0),
                        Jpeg.enlarged(jpegs.get(0), 9999, 9999, 0)),
                Target::ofPicture,
                Target::readImage));
        List<byte[]> pngs = ImageSeeds.pngs();
        targets.add(new Target(
                "png", ".png", pngs, Png::chunks, () -> hugePngs(pngs), Target::ofPicture, Target::readImage));
        return targets;
    }

    /** Headers of almost 16 MB: one long text, one long name, and as many names as there may be. */
    private static List<byte[]> hugeHeaders() {
        int most = (16 << 20) - 100;
        StringBuilder names = new StringBuilder("{\"__metadata__\":{\"k\":\"\"");
        for (int i = 0; i < 1_200_000; i++) {
            names.append(",\"").append(i).append("\":\"\"");
        }
        StringBuilder tensors = new StringBuilder("{\"a\":{\"dtype\":\"U8\",\"shape\":[0],\"data_offsets\":[0,0]}");
        for (int i = 0; i < 65_000; i++) {
            tensors.append(",\"")
                    .append("n".repeat(150))
                    .append(i)
                    .append("\":{\"dtype\":\"U8\",\"shape\":[0,1,1,1],\"data_offsets\":[0,0]}");
        }
        return List.of(
                ModelSeeds.withHeader("{\"__metadata__\":{\"k\":\"" + "x".repeat(most) + "\"}}", new byte[0]),
                ModelSeeds.withHeader("{\"__metadata__\":{\"k\":\"" + "\u4e2d".repeat(most / 3) + "\"}}", new byte[0]),
                ModelSeeds.withHeader("{\"" + "x".repeat(most) + "\":{}}", new byte[0]),
                ModelSeeds.withHeader(names + "}}", new byte[0]),
                ModelSeeds.withHeader(tensors + "}", new byte[0]),
                ModelSeeds.withHeader("{\"a\":" + "[".repeat(most), new byte[0]));
    }

    private static List<byte[]> hugePngs(List<byte[]> pngs) {
        byte[] deflated = Png.deflatedZeros(256 << 20);
        return List.of(
                Png.withSize(pngs.get(8), 10_000, 10_000),
                Png.withSize(pngs.get(11), 9_999, 9_999),
                Png.withSize(pngs.get(0), Integer.MAX_VALUE, Integer.MAX_VALUE),
                Png.withChunk(pngs.get(4), "iCCP", Bytes.concat(new byte[] {'a', 0, 0}, deflated)),
                Png.withChunk(pngs.get(4), "zTXt", Bytes.concat(new byte[] {'a', 0, 0}, deflated)),
                Png.withChunk(pngs.get(4), "iTXt", Bytes.concat(new byte[] {'a', 0, 1, 0, 0, 0}, deflated)));
    }

    private static Checkpoint readMetadata(Path file) throws IOException {
        Checkpoint checkpoint = Checkpoint.read(file);
        checkpoint.options();
        checkpoint.data();
        checkpoint.progress();
        checkpoint.bestAccuracy();
        checkpoint.classes();
        return checkpoint;
    }

    private static void readWithoutTensors(Path file) throws IOException {
        Checkpoint checkpoint = readMetadata(file);
        try {
            checkpoint.model();
        } catch (IOException e) {
            if (!String.valueOf(e.getMessage()).contains("tensor")) {
                throw e;
            } // else the tensors are what it has not
        }
    }

    private static void readImage(Path file) throws IOException {
        ImageFile image = ImageFile.read(file);
        if (image.values().length != image.shape().size()) {
            throw new AssertionError(image.values().length + " values of " + image.shape());
        }
    }

    private static List<byte[]> gzipped(List<byte[]> files) {
        return files.stream().map(Archive::gzip).toList();
    }

    private static long ofFile(long size) {
        return 2 * size + 64 * MB;
    }

    /** A data set's file may unpack to what the data set has. */
    private static long ofData(long size, long unpacked) {
        return 2 * Math.max(size, unpacked) + 64 * MB;
    }

    /** A picture may have a million pixels and 200 more for each byte of the file: 12 bytes as floats, up to 8 as decoded. */
    private static long ofPicture(long size) {
        return 20 * Math.min(100_000_000, 1_000_000 + 200 * size) + 2 * size + 64 * MB;
    }
}
