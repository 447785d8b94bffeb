package org.addernet.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.addernet.data.DataLoader;
import org.addernet.data.DataSplits;
import org.addernet.data.Datasets;
import org.addernet.data.ImageFolder;
import org.addernet.data.cache.DataCache;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.ModelZoo;
import org.addernet.optim.GradientScaling;
import org.addernet.optim.MovingAverage;
import org.addernet.optim.Optimizer;
import org.addernet.optim.Sgd;
import org.addernet.optim.schedule.Schedule;
import org.addernet.train.RunFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of a training that decide its result; checkpoints keep them. The defaults are the paper's, section 4.1. */
final class TrainingOptions extends NetworkOptions {

    private static final String DATA = "--data";
    private static final String INIT = "--init";

    /** Optimisers by name. */
    enum Rule {
        NAG,
        SGD;

        @Override
        public String toString() {
            return spelled(this);
        }
    }

    /** Schedules by name. */
    enum Decay {
        CONSTANT,
        STEP,
        MULTI_STEP,
        COSINE,
        POLYNOMIAL;

        @Override
        public String toString() {
            return spelled(this);
        }
    }

    @Option(
            names = "--gradient",
            defaultValue = GradientConverter.FULL,
            paramLabel = "RULE",
            converter = GradientConverter.class,
            description =
                    "For l1: full (Eq. 5 and 6), sign (Eq. 4), or unclipped, full without HardTanh; or two of them"
                            + " for filter and input, such as full,sign (default: ${DEFAULT-VALUE}).")
    GradientRule gradient = GradientRule.of(Similarity.L1);

    @Option(
            names = DATA,
            defaultValue = "strokes",
            description = "A data set, see adder datasets, or imagefolder:DIR "
                    + "(default: ${DEFAULT-VALUE}, which needs no download).")
    String data = "";

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "The side of the images of imagefolder:DIR (default: the network's).")
    @Nullable
    Integer size;

    @Option(names = "--images", description = "Learn from so many images, spread over all classes (default: all).")
    @Nullable
    Integer images;

    @Option(names = "--epochs", defaultValue = "15", description = "Passes over the data (default: ${DEFAULT-VALUE}).")
    int epochs;

    @Option(
            names = "--batch",
            defaultValue = "" + DataLoader.DEFAULT_BATCH_SIZE,
            description = "Images in a batch (default: ${DEFAULT-VALUE}).")
    int batch;

    @Option(
            names = "--lr",
            defaultValue = "0.1",
            description = "The learning rate at the beginning (default: ${DEFAULT-VALUE}).")
    double learningRate;

    @Option(
            names = "--schedule",
            defaultValue = "cosine",
            description = "cosine to 0; constant; step: a tenth at a half and three quarters of the epochs; "
                    + "multi-step: as --milestones say; polynomial: to 0 with power 1 (default: ${DEFAULT-VALUE}).")
    Decay schedule = Decay.COSINE;

    @Option(
            names = "--milestones",
            split = ",",
            description = "Epochs after which multi-step takes a tenth of the learning rate.")
    double @Nullable [] milestones;

    @Option(
            names = "--warmup",
            defaultValue = "0",
            description = "Epochs of a linear rise from 0 before the schedule (default: ${DEFAULT-VALUE}).")
    double warmup;

    @Option(
            names = "--optimizer",
            defaultValue = "nag",
            description = "nag (Nesterov) or sgd (default: ${DEFAULT-VALUE}).")
    Rule optimizer = Rule.NAG;

    @Option(
            names = "--momentum",
            defaultValue = "" + Sgd.DEFAULT_MOMENTUM,
            description = "Momentum (default: ${DEFAULT-VALUE}).")
    double momentum;

    @Option(
            names = "--weight-decay",
            defaultValue = "5e-4",
            description = "Weight decay of all parameters but binary filters (default: ${DEFAULT-VALUE}).")
    double weightDecay;

    @Option(
            names = "--eta",
            defaultValue = "" + GradientScaling.DEFAULT_ETA,
            description = "Adaptive scaling of adder gradients (Eq. 13); 0: off (default: ${DEFAULT-VALUE}).")
    double eta;

    @Option(
            names = "--adder-lr-factor",
            description = "A constant factor for adder gradients instead of --eta; the paper compares with 100.")
    @Nullable
    Double adderFactor;

    @Option(
            names = "--ema",
            defaultValue = "0",
            description = "The decay of a moving average of the parameters, which is what is tested; 0: none "
                    + "(default: ${DEFAULT-VALUE}).")
    double movingAverage;

    @Option(
            names = "--recalibrate",
            paramLabel = "BATCHES",
            description =
                    "Batches from which the statistics of batch normalisation are estimated before each test; 0: the"
                            + " test is with the training's running averages (default: a sixteenth of the epoch's).")
    @Nullable
    Integer recalibrate;

    @Option(
            names = INIT,
            paramLabel = "FILE",
            description = "Begin with those values of this checkpoint or model file whose names and shapes fit the"
                    + " network (default: all from --seed).")
    @Nullable
    Path init;

    @Mixin
    DistillationOptions distillation = new DistillationOptions();

    @Option(
            names = "--seed",
            defaultValue = "" + Model.DEFAULT_SEED,
            description = "Decides initial values, order and dropout (default: ${DEFAULT-VALUE}).")
    long seed;

    /** Returns the model, initialised. */
    Model newModel(int classes) {
        boolean chosen = !gradient.equals(GradientRule.of(Similarity.L1));
        if (chosen && similarity != Similarity.L1) {
            throw new IllegalArgumentException(
                    "--gradient is for --similarity l1; " + similarity + " has derivatives of its own");
        }
        GradientRule rule = chosen ? gradient : GradientRule.of(similarity);
        return ModelZoo.create(model, classes, similarity, rule).initialize(seed);
    }

    /**
     * Loads the data.
     *
     * @throws IllegalArgumentException if there are none of that name, or they have a size of their own
     */
    DataSplits loadData() throws IOException {
        Optional<Path> folder = Datasets.imageFolder(data);
        if (folder.isEmpty()) {
            if (size != null) {
                throw new IllegalArgumentException(
                        "--size is for imagefolder:DIR; the images of data set " + data + " have their own");
            }
            return Datasets.load(data, DataCache.standard());
        }
        int side = size == null ? ModelZoo.entry(model).imageShape().dimension(0) : size;
        return ImageFolder.of(folder.get()).size(side).load();
    }

    Optimizer newOptimizer(Model trained) {
        Sgd.Builder sgd =
                Sgd.builder().momentum(momentum).weightDecay(weightDecay).scaling(scaling());
        Optimizer rule = (optimizer == Rule.NAG ? sgd.nesterov() : sgd).build(trained.parameters());
        return movingAverage == 0 ? rule : new MovingAverage(rule, trained.parameters(), movingAverage);
    }

    private GradientScaling scaling() {
        if (adderFactor != null) {
            return GradientScaling.constant(adderFactor);
        }
        return eta == 0 ? GradientScaling.none() : GradientScaling.adaptive(eta);
    }

    Schedule newSchedule() {
        if ((schedule == Decay.MULTI_STEP) != (milestones != null)) {
            throw new IllegalArgumentException(
                    "--schedule multi-step and --milestones need each other; give both or neither");
        }
        if (!(warmup >= 0)) {
            throw new IllegalArgumentException("--warmup is " + warmup + ", it must be at least 0 epochs");
        }
        Schedule decay = switch (schedule) {
            case CONSTANT -> Schedule.constant(learningRate);
            case STEP -> Schedule.multiStep(learningRate, 0.1, 0.5 * epochs, 0.75 * epochs);
            case MULTI_STEP -> Schedule.multiStep(learningRate, 0.1, milestones == null ? new double[0] : milestones);
            case COSINE -> Schedule.cosine(learningRate, epochs);
            case POLYNOMIAL -> Schedule.polynomial(learningRate, 1, epochs);
        };
        return warmup > 0 ? decay.withWarmup(warmup) : decay;
    }

    /** Returns the options that name files, with absolute paths, so that the run can be continued from anywhere. */
    Map<String, String> absolutePaths() throws IOException {
        Map<String, String> paths = new TreeMap<>();
        paths.put(
                DATA,
                Datasets.imageFolder(data)
                        .map(folder ->
                                Datasets.IMAGE_FOLDER + folder.toAbsolutePath().normalize())
                        .orElse(data));
        for (RunFile file : files()) {
            paths.put(file.option(), file.path().toAbsolutePath().normalize().toString());
        }
        return paths;
    }

    /** Returns the same options as checkpoints have them: where a file is decides no result, but what is in it. */
    Map<String, String> withoutPaths() throws IOException {
        Map<String, String> names = new TreeMap<>();
        names.put(DATA, Datasets.imageFolder(data).isPresent() ? Datasets.IMAGE_FOLDER : data);
        for (RunFile file : files()) {
            names.put(file.option(), file.fingerprint());
        }
        return names;
    }

    /** Returns the files besides the data that decide the result. */
    private List<RunFile> files() {
        return Stream.of(
                        Optional.ofNullable(init).map(path -> new RunFile(INIT, "file of initial values", path)),
                        distillation.file())
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Checks that the data of a run that goes on, and its files, are still where they were.
     *
     * @throws IOException if they are not
     */
    void requireFiles(Path run) throws IOException {
        for (RunFile file : files()) {
            file.requireThere(run);
        }
        if (data.equals(Datasets.IMAGE_FOLDER)) {
            throw new IOException(run + ": " + RunFolder.OPTIONS + " is gone, which said where the run's images are");
        }
        Optional<Path> folder = Datasets.imageFolder(data);
        if (folder.isPresent() && !Files.isDirectory(folder.get())) {
            throw new IOException(run + ": the run's own images, in " + folder.get()
                    + ", are not there any more; put them back to continue it");
        }
    }

    /**
     * Checks that the files of a run that goes on are those that it began with.
     *
     * @param before the options as its checkpoint has them
     * @throws IOException if one is another
     */
    void requireSameFiles(Path run, Map<String, String> before) throws IOException {
        for (RunFile file : files()) {
            file.requireSame(run, before.get(file.option()));
        }
    }

    /** Returns a short name for the default folder of the run. */
    String title() {
        return String.join("-", List.of(model, similarity.toString(), data.replaceAll("[:/\\\\]+", "-")));
    }

    /** Returns the name of a constant as commands spell it. */
    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
