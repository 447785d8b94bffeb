package org.addernet.parallel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scratch is large enough, used again, and never in two hands at once. */
class ScratchPoolTest {

    private final ScratchPool pool = new ScratchPool();

    @ParameterizedTest
    @CsvSource({"0,1", "1,1", "2,2", "3,4", "4,4", "5,8", "1000,1024", "1024,1024", "1025,2048"})
    void lengthIsTheNextPowerOfTwo(int wanted, int length) {
        assertThat(pool.borrow(wanted)).hasSize(length);
    }

    @Test
    void releasedArrayIsBorrowedAgain() {
        float[] first = pool.borrow(100);
        pool.release(first);
        assertThat(pool.borrow(65)).isSameAs(first);
    }

    @Test
    void arrayInUseIsNotHandedOut() {
        float[] first = pool.borrow(100);
        assertThat(pool.borrow(100)).isNotSameAs(first);
    }

    @Test
    void tooShortArrayIsNotHandedOut() {
        pool.release(pool.borrow(64));
        assertThat(pool.borrow(65)).hasSize(128);
    }

    @Test
    void arrayIsInOneThreadsHandsOnly() {
        try (Workers workers = new Workers(4)) {
            workers.run(1000, task -> {
                float[] array = pool.borrow(64);
                Arrays.fill(array, task);
                Thread.yield();
                for (float value : array) {
                    assertThat(value).isEqualTo(task);
                }
                pool.release(array);
            });
        }
    }

    @Test
    void moreThanTheLimitIsRefused() {
        assertThatThrownBy(() -> pool.borrow((1 << 30) + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("1073741825", "2^30", "use a smaller batch");
    }
}
