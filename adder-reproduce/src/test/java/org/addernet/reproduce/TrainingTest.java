package org.addernet.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.addernet.kernel.Similarity;
import org.junit.jupiter.api.Test;

/** A training's name tells it from others and can be a folder; its arguments are those of the command. */
class TrainingTest {

    private static final Training TRAINING =
            Training.of("lenet++", "mnist", Similarity.L1).with("--epochs", 4).with("--seed", 1);

    @Test
    void nameSaysWhatIsSpecial() {
        assertThat(TRAINING.name()).isEqualTo("lenet++_mnist_l1_epochs-4_seed-1");
        assertThat(TRAINING.with("--adder-lr-factor", 100).name()).endsWith("_adder-lr-factor-100");
        assertThat(TRAINING.with("--data", "imagefolder:/a/b").name())
                .doesNotContain("/")
                .doesNotContain(":");
    }

    @Test
    void lastValueWins() {
        assertThat(TRAINING.with("--epochs", 50).epochs()).isEqualTo(50);
        assertThat(TRAINING.with("--epochs", 50).arguments()).containsOnlyOnce("--epochs");
    }

    @Test
    void argumentsStartFromThePapersRecipe() {
        assertThat(TRAINING.arguments()).startsWith("--recipe", "paper-mnist").containsSequence("--similarity", "l1");
        assertThat(TRAINING.command())
                .isEqualTo(
                        "adder train --recipe paper-mnist --model lenet++ --data mnist --similarity l1 --epochs 4 --seed 1");
        assertThat(List.copyOf(TRAINING.arguments())).hasSize(12);
    }
}
