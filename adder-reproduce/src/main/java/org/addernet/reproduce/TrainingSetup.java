package org.addernet.reproduce;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.ModelZoo;
import org.addernet.optim.GradientScaling;
import org.addernet.optim.Sgd;
import org.addernet.optim.schedule.Schedule;
import org.addernet.train.Trainer;
import org.jspecify.annotations.Nullable;

/**
 * A training that experiments share: the recipe of the paper's section 4.1 with these values. {@code adder train} makes the
 * same from its {@link #command}, bit for bit.
 *
 * @param model the network's name in the zoo
 * @param data the data set's name
 * @param similarity that of the filters
 * @param epochs passes over the data
 * @param images how many images, spread over all classes, it learns from; null: all
 * @param gradient the derivatives of the similarity
 * @param eta the η of the adaptive learning rate of adder filters (Eq. 13); 0: none
 * @param adderFactor a constant factor for adder gradients in its place, or null
 * @param seed decides initial values, order and dropout
 */
record TrainingSetup(
        String model,
        String data,
        Similarity similarity,
        int epochs,
        @Nullable Integer images,
        GradientRule gradient,
        double eta,
        @Nullable Double adderFactor,
        long seed) {

    static final int BATCH = 256;

    private static final double LEARNING_RATE = 0.1;
    private static final double MOMENTUM = 0.9;
    private static final double WEIGHT_DECAY = 5e-4;

    /** What all have in common, as checkpoints of {@code adder train} say it. */
    private static final Map<String, String> RECIPE = Map.of(
            "--batch", "" + BATCH,
            "--lr", "" + LEARNING_RATE,
            "--schedule", "cosine",
            "--warmup", "0",
            "--optimizer", "nag",
            "--momentum", "" + MOMENTUM,
            "--weight-decay", "5e-4",
            "--gradient", "full",
            "--eta", "" + GradientScaling.DEFAULT_ETA,
            "--ema", "0");

    /** These speak for themselves in a folder's name. */
    private static final List<String> PLAIN = List.of("--model", "--data", "--similarity");

    /** Returns the training with the paper's gradients and adaptive learning rate, on all images, with the usual seed. */
    static TrainingSetup of(String model, String data, Similarity similarity, int epochs) {
        return new TrainingSetup(
                model,
                data,
                similarity,
                epochs,
                null,
                GradientRule.of(similarity),
                GradientScaling.DEFAULT_ETA,
                null,
                Model.DEFAULT_SEED);
    }

    TrainingSetup withImages(int newImages) {
        return new TrainingSetup(model, data, similarity, epochs, newImages, gradient, eta, adderFactor, seed);
    }

    TrainingSetup withGradient(GradientRule newGradient) {
        return new TrainingSetup(model, data, similarity, epochs, images, newGradient, eta, adderFactor, seed);
    }

    TrainingSetup withEta(double newEta) {
        return new TrainingSetup(model, data, similarity, epochs, images, gradient, newEta, adderFactor, seed);
    }

    TrainingSetup withAdderFactor(double newFactor) {
        return new TrainingSetup(model, data, similarity, epochs, images, gradient, eta, newFactor, seed);
    }

    TrainingSetup withSeed(long newSeed) {
        return new TrainingSetup(model, data, similarity, epochs, images, gradient, eta, adderFactor, newSeed);
    }

    /** Returns a loader of the images that it learns from. */
    DataLoader loader(Dataset all) {
        Dataset chosen = images == null ? all : all.subsample(images);
        return DataLoader.of(chosen).batchSize(BATCH).shuffle(seed).build();
    }

    /** Returns the trainer of a new model. */
    Trainer trainer(int classes) {
        Sgd.Builder optimizer = Sgd.builder()
                .momentum(MOMENTUM)
                .nesterov()
                .weightDecay(WEIGHT_DECAY)
                .scaling(scaling());
        return Trainer.of(ModelZoo.create(model, classes, similarity, gradient).initialize(seed))
                .optimizer(optimizer)
                .schedule(Schedule.cosine(LEARNING_RATE, epochs))
                .epochs(epochs)
                .seed(seed);
    }

    private GradientScaling scaling() {
        if (adderFactor != null) {
            return GradientScaling.constant(adderFactor);
        }
        return eta == 0 ? GradientScaling.none() : GradientScaling.adaptive(eta);
    }

    /** Returns what decides how long an epoch takes. */
    String kind() {
        return String.join(" ", model, data, similarity.toString(), images == null ? "" : images.toString());
    }

    /** Returns the name of its folder, which tells trainings apart. */
    String name() {
        return options().entrySet().stream()
                .map(option -> PLAIN.contains(option.getKey())
                        ? option.getValue()
                        : option.getKey().substring(2) + "-" + option.getValue())
                .collect(Collectors.joining("_"));
    }

    /** Returns the command for the terminal. */
    String command() {
        StringBuilder command = new StringBuilder("adder train --recipe paper-mnist");
        options()
                .forEach((option, value) ->
                        command.append(' ').append(option).append(' ').append(value));
        return command.toString();
    }

    /** Returns the options of {@code adder train} that the recipe leaves open or that differ from it, by name. */
    Map<String, String> options() {
        Map<String, String> options = new LinkedHashMap<>();
        options.put("--model", model);
        options.put("--data", data);
        options.put("--similarity", similarity.toString());
        options.put("--epochs", Integer.toString(epochs));
        if (images != null) {
            options.put("--images", images.toString());
        }
        if (!gradient.equals(GradientRule.of(similarity))) {
            options.put("--gradient", gradient.equals(GradientRule.SIGN) ? "sign" : "unclipped");
        }
        if (adderFactor != null) {
            options.put("--adder-lr-factor", plain(adderFactor));
        }
        if (eta != GradientScaling.DEFAULT_ETA) {
            options.put("--eta", plain(eta));
        }
        options.put("--seed", Long.toString(seed));
        return options;
    }

    /** Returns all options that decide the result, as checkpoints of {@code adder train} keep them. */
    Map<String, String> kept() {
        Map<String, String> kept = new TreeMap<>(RECIPE);
        kept.putAll(options());
        return kept;
    }

    /** Returns a number as commands have it, such as 100 and 0.05. */
    static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
