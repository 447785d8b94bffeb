package org.addernet.train.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.junit.jupiter.api.Test;

class EarlyStoppingTest {

    /** Counts how often it is stopped. */
    private static final class Stopped implements Training {
        private int times;

        @Override
        public Model model() {
            return LeNet5.bn(10, Similarity.L1);
        }

        @Override
        public void stop() {
            times++;
        }
    }

    private static EpochResult result(double testLoss) {
        return new EpochResult(1, 1, 0.5, testLoss, 0.5, 1, 0);
    }

    @Test
    void stopsAfterSoManyEpochsWithoutASmallerLoss() {
        Stopped training = new Stopped();
        EarlyStopping listener = new EarlyStopping(2);
        listener.trainingStarted(training);
        for (double loss : new double[] {3, 2, 2, 1, 1.5}) {
            listener.epochFinished(result(loss));
        }
        assertThat(training.times).isZero();
        listener.epochFinished(result(1));
        assertThat(training.times).isOne();
    }

    @Test
    void earlierEpochsOfAResumedTrainingCount() {
        Stopped training = new Stopped();
        EarlyStopping listener = new EarlyStopping(2).after(List.of(result(1), result(2), result(2)));
        listener.trainingStarted(training);
        assertThat(training.times).isOne();
    }

    @Test
    void refusesNoPatience() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new EarlyStopping(0))
                .withMessage("the patience is 0 epochs, it must be at least 1");
    }
}
