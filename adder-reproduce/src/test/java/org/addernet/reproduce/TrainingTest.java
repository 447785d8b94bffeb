package org.addernet.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import org.addernet.kernel.Similarity;
import org.junit.jupiter.api.Test;

/** A training's name tells it from others and can be a folder; its arguments are those of the command. */
class TrainingTest {

    private static final Training TRAINING =
            Training.of("lenet++", "mnist", Similarity.L1, 4).with("--seed", 1);

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
        Training changed = TRAINING.with("--seed", 2);
        assertThat(changed.arguments()).containsOnlyOnce("--seed").containsSequence("--seed", "2");
        assertThat(changed.epochs()).isEqualTo(4);
    }

    @Test
    void timeDependsOnTheKindAlone() {
        assertThat(TRAINING.with("--seed", 2).with("--eta", 1).kind()).isEqualTo(TRAINING.kind());
        assertThat(TRAINING.with("--images", 100).kind()).isNotEqualTo(TRAINING.kind());
    }

    @Test
    void argumentsStartFromThePapersRecipe() {
        assertThat(TRAINING.arguments()).startsWith("--recipe", "paper-mnist").containsSequence("--similarity", "l1");
        assertThat(TRAINING.command())
                .isEqualTo(
                        "adder train --recipe paper-mnist --model lenet++ --data mnist --similarity l1 --epochs 4 --seed 1");
    }
}
