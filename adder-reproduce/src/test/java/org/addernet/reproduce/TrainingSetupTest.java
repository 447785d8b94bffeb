package org.addernet.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import org.addernet.kernel.GradientRule;
import org.addernet.kernel.Similarity;
import org.junit.jupiter.api.Test;

/** A training's name tells it from others and can be a folder; its options are those of the command. */
class TrainingSetupTest {

    private static final TrainingSetup TRAINING = TrainingSetup.of("lenet++", "mnist", Similarity.L1, 4);

    @Test
    void nameSaysWhatIsSpecial() {
        assertThat(TRAINING.name()).isEqualTo("lenet++_mnist_l1_epochs-4_seed-1");
        assertThat(TRAINING.withAdderFactor(100).withSeed(2).name())
                .isEqualTo("lenet++_mnist_l1_epochs-4_adder-lr-factor-100_seed-2");
        assertThat(TRAINING.withImages(320).withGradient(GradientRule.UNCLIPPED).name())
                .isEqualTo("lenet++_mnist_l1_epochs-4_images-320_gradient-unclipped_seed-1");
    }

    @Test
    void timeDependsOnTheKindAlone() {
        assertThat(TRAINING.withSeed(2).withEta(1).kind()).isEqualTo(TRAINING.kind());
        assertThat(TRAINING.withImages(100).kind()).isNotEqualTo(TRAINING.kind());
    }

    @Test
    void commandStartsFromThePapersRecipe() {
        assertThat(TRAINING.command())
                .isEqualTo(
                        "adder train --recipe paper-mnist --model lenet++ --data mnist --similarity l1 --epochs 4 --seed 1");
        assertThat(TRAINING.withGradient(GradientRule.SIGN).withEta(0).command())
                .endsWith(" --gradient sign --eta 0 --seed 1");
        assertThat(TRAINING.withEta(0.05).command()).endsWith(" --epochs 4 --eta 0.05 --seed 1");
    }

    /** The values are those of options.json in a run of the command. */
    @Test
    void checkpointsKeepAllOptionsAsThoseOfTheCommandDo() {
        assertThat(TrainingSetup.of("lenet5-bn", "strokes", Similarity.CROSS_CORRELATION, 1)
                        .withImages(600)
                        .kept())
                .hasToString(
                        "{--batch=256, --data=strokes, --ema=0, --epochs=1, --eta=0.1, --gradient=full, --images=600,"
                                + " --lr=0.1, --model=lenet5-bn, --momentum=0.9, --optimizer=nag, --schedule=cosine, --seed=1,"
                                + " --similarity=cross-correlation, --warmup=0, --weight-decay=5e-4}");
    }
}
