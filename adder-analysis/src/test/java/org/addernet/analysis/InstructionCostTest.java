package org.addernet.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.addernet.kernel.Similarity;
import org.addernet.nn.ModelCost;
import org.addernet.nn.OperationCount;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;

/** Estimates of latency and energy. */
class InstructionCostTest {

    @Test
    void everyOperationHasItsPrice() {
        // 7 of the additions count bits and belong to the XNORs.
        OperationCount count = new OperationCount(3, 5 + 7, 7);
        assertThat(InstructionCost.VIA_NANO_2000_CYCLES.of(count)).isEqualTo(3 * 4 + 5 * 2 + 7 * 2);
        assertThat(InstructionCost.HOROWITZ_45NM_PICOJOULES.of(count))
                .isCloseTo(3 * 3.7 + 5 * 0.9 + 7 * 0.03, within(1e-9));
        assertThat(InstructionCost.VIA_NANO_2000_CYCLES.of(OperationCount.NONE)).isZero();
    }

    @Test
    void latencyOfLeNet5IsThePapers() {
        // Section 4.1: 1.7 M cycles against 2.6 M.
        assertThat(megacycles(Similarity.L1)).isCloseTo(1.7, within(0.05));
        assertThat(megacycles(Similarity.CROSS_CORRELATION)).isCloseTo(2.6, within(0.05));
    }

    private static double megacycles(Similarity similarity) {
        ModelCost cost = ModelCost.of(LeNet5.bn(10, similarity), Shape.of(1, 32, 32, 1));
        return InstructionCost.VIA_NANO_2000_CYCLES.of(cost.total()) / 1e6;
    }
}
