package org.addernet.data;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.addernet.data.cache.DataCache;
import org.addernet.data.cache.RemoteFile;
import org.addernet.data.format.CifarFile;
import org.addernet.data.transform.HorizontalFlip;
import org.addernet.data.transform.Preprocess;
import org.addernet.data.transform.RandomCrop;
import org.addernet.io.OneLine;
import org.addernet.io.Preprocessing;

/** CIFAR-10 and CIFAR-100 with its fine labels: 32x32 colour photographs in binary batches, or the archive of these. */
final class Cifar {

    private static final List<URI> MIRRORS = List.of(URI.create("https://www.cs.toronto.edu/~kriz/"));

    // The hashes of the archives are those that other libraries check. Of CIFAR-10 the six batches were compared with
    // their
    // published hashes when this was written; the archives themselves were not at hand.
    static final Cifar TEN = new Cifar(
            new DatasetInfo(
                    "cifar10",
                    "CIFAR-10, photographs of animals and vehicles",
                    List.of("airplane automobile bird cat deer dog frog horse ship truck".split(" ")),
                    CifarFile.IMAGE,
                    50_000,
                    10_000),
            CifarFile.Format.CIFAR10,
            normalised(List.of(0.4914f, 0.4822f, 0.4465f), List.of(0.2023f, 0.1994f, 0.2010f)),
            new RemoteFile(
                    "cifar-10-binary.tar.gz",
                    170_052_171,
                    "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
                    MIRRORS),
            "cifar-10-batches-bin",
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"),
            "test_batch.bin");

    static final Cifar HUNDRED = new Cifar(
            new DatasetInfo(
                    "cifar100",
                    "CIFAR-100 by its fine labels, photographs of things, animals, plants and people",
                    List.of(("apple aquarium_fish baby bear beaver bed bee beetle bicycle bottle bowl boy bridge "
                                    + "bus butterfly camel can castle caterpillar cattle chair chimpanzee clock cloud "
                                    + "cockroach couch crab crocodile cup dinosaur dolphin elephant flatfish forest fox "
                                    + "girl hamster house kangaroo keyboard lamp lawn_mower leopard lion lizard lobster man "
                                    + "maple_tree motorcycle mountain mouse mushroom oak_tree orange orchid otter palm_tree "
                                    + "pear pickup_truck pine_tree plain plate poppy porcupine possum rabbit raccoon ray "
                                    + "road rocket rose sea seal shark shrew skunk skyscraper snail snake spider squirrel "
                                    + "streetcar sunflower sweet_pepper table tank telephone television tiger tractor train "
                                    + "trout tulip turtle wardrobe whale willow_tree wolf woman worm")
                            .split(" ")),
                    CifarFile.IMAGE,
                    50_000,
                    10_000),
            CifarFile.Format.CIFAR100,
            normalised(List.of(0.5071f, 0.4865f, 0.4409f), List.of(0.2673f, 0.2564f, 0.2762f)),
            new RemoteFile(
                    "cifar-100-binary.tar.gz",
                    168_513_733,
                    "58a81ae192c23a4be8b1804d68e518ed807d710a4eb253b1f2a199162a40d8ec",
                    MIRRORS),
            "cifar-100-binary",
            List.of("train.bin"),
            "test.bin");

    /** The usual augmentation: a border of four black pixels, a crop at a random place, a flip (He et al., 2016). */
    private static final RandomCrop CROP = new RandomCrop(CifarFile.IMAGE.dimension(0), 4);

    private final DatasetInfo info;
    private final CifarFile.Format format;
    private final Preprocess preprocess;
    private final RemoteFile archive;
    /** The folder in the archive. */
    private final String unpacked;

    private final List<String> batches;

    /** The batches end with the one to test with. */
    private Cifar(
            DatasetInfo info,
            CifarFile.Format format,
            Preprocess preprocess,
            RemoteFile archive,
            String unpacked,
            List<String> trainBatches,
            String testBatch) {
        this.info = info;
        this.format = format;
        this.preprocess = preprocess;
        this.archive = archive;
        this.unpacked = unpacked;
        batches = Stream.concat(trainBatches.stream(), Stream.of(testBatch)).toList();
    }

    private static Preprocess normalised(List<Float> mean, List<Float> std) {
        return new Preprocess(new Preprocessing(3, 0, 0, 0, mean, std));
    }

    DatasetInfo info() {
        return info;
    }

    DataSplits load(DataCache cache) throws IOException {
        List<CifarFile> files = read(cache);
        int last = files.size() - 1;
        // Cropped before it is normalised: the border is black, not the mean colour.
        return new DataSplits(
                join(files.subList(0, last))
                        .with(CROP)
                        .with(new HorizontalFlip())
                        .with(preprocess),
                join(files.subList(last, files.size())).with(preprocess));
    }

    /** Reads the batches from the first folder that has any, or from the archive if none is there. */
    private List<CifarFile> read(DataCache cache) throws IOException {
        List<String> places = new ArrayList<>();
        for (String folder : List.of(info.name(), info.name() + "/" + unpacked, unpacked)) {
            List<Path> paths = find(cache, folder);
            if (!paths.isEmpty()) {
                List<CifarFile> files = new ArrayList<>();
                for (Path path : paths) {
                    files.add(CifarFile.read(path, format));
                }
                return files;
            }
            places.add(folder + "/" + batches.get(0));
        }
        String tar = archive.name().replaceFirst("\\.gz$", "");
        List<String> archives = List.of(info.name() + "/" + tar, tar);
        places.addAll(archives);
        Optional<Path> present = cache.find(archives);
        Path path = present.isPresent() ? present.get() : cache.fetch(info.name(), archive, places);
        return CifarFile.readArchive(path, batches, format);
    }

    /** Returns the paths of all batches in a folder, or none. */
    private List<Path> find(DataCache cache, String folder) throws IOException {
        List<Path> paths = new ArrayList<>();
        String missing = "";
        for (String batch : batches) {
            Optional<Path> path = cache.find(List.of(folder + "/" + batch));
            path.ifPresent(paths::add);
            missing = path.isPresent() ? missing : batch;
        }
        if (!paths.isEmpty() && !missing.isEmpty()) {
            throw new IOException("data set " + info.name() + ": "
                    + OneLine.of(cache.root().resolve(folder)) + " has "
                    + paths.get(0).getFileName() + " but no " + missing
                    + " or "
                    + missing + ".gz; add it, or remove the batches to use " + archive.name());
        }
        return paths;
    }

    private ImageDataset join(List<CifarFile> files) {
        int size = files.stream().mapToInt(file -> file.labels().length).sum();
        byte[] pixels = new byte[size * CifarFile.IMAGE.size()];
        byte[] labels = new byte[size];
        int n = 0;
        for (CifarFile file : files) {
            System.arraycopy(file.pixels(), 0, pixels, n * CifarFile.IMAGE.size(), file.pixels().length);
            System.arraycopy(file.labels(), 0, labels, n, file.labels().length);
            n += file.labels().length;
        }
        return new ImageDataset(CifarFile.IMAGE, info.classNames(), pixels, labels);
    }
}
