package org.addernet.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import org.addernet.kernel.reference.ReferenceProvider;
import org.junit.jupiter.api.Test;

/** Which provider is chosen, and what is said if none can be. */
class KernelsTest {

    private static final KernelProvider FAST = new Fake("fast", "");
    private static final KernelProvider SLOW = new Fake("slow", "");
    private static final KernelProvider BLOCKED = new Fake("blocked", "start Java with --fast");

    @Test
    void autoTakesTheFirst() {
        assertChosen("auto", List.of(FAST, SLOW), FAST, "fast: the fastest that can run here");
    }

    @Test
    void autoPassesOverTheFirstThatCannotRunAndSaysWhy() {
        assertChosen(
                "auto",
                List.of(BLOCKED, SLOW),
                SLOW,
                "slow: the fastest that can run here; not blocked: start Java with --fast");
    }

    @Test
    void autoPassesOverOneThatWouldBeSlowButItsNameTakesIt() {
        KernelProvider hampered = new Hampered("hampered", "start Java with C2");
        assertChosen(
                "auto",
                List.of(hampered, SLOW),
                SLOW,
                "slow: the fastest that can run here; not hampered: start Java with C2");
        assertChosen(
                "hampered", List.of(hampered, SLOW), hampered, "hampered: asked for by -Daddernet.kernel=hampered");
    }

    @Test
    void nameTakesThatProvider() {
        assertChosen("slow", List.of(FAST, SLOW), SLOW, "slow: asked for by -Daddernet.kernel=slow");
    }

    @Test
    void nameOfAProviderThatCannotRunThrowsWithTheRemedy() {
        assertThatThrownBy(() -> Kernels.choose("blocked", List.of(BLOCKED, SLOW)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("-Daddernet.kernel=blocked cannot run here: blocked: start Java with --fast");
    }

    @Test
    void unknownNameThrowsWithTheKnownOnes() {
        assertThatThrownBy(() -> Kernels.choose("fsat", List.of(FAST, SLOW)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("-Daddernet.kernel=fsat: no such kernel provider; use auto, fast, slow");
    }

    @Test
    void nothingThatCanRunThrows() {
        assertThatThrownBy(() -> Kernels.choose("auto", List.of(BLOCKED)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("start Java with --fast");
    }

    @Test
    void referenceIsAlwaysAvailableAndLast() {
        List<KernelProvider> available = Kernels.available();
        assertThat(available.get(available.size() - 1)).isInstanceOf(ReferenceProvider.class);
        assertThat(available)
                .allSatisfy(p -> assertThat(p.kernels().description()).startsWith(p.name()));
        assertThat(Kernels.active()).isSameAs(Kernels.active());
        assertThat(Kernels.reason()).startsWith(Kernels.active().description().split(",")[0] + ": ");
    }

    private static void assertChosen(
            String wanted, List<KernelProvider> providers, KernelProvider chosen, String reason) {
        assertThat(Kernels.choose(wanted, providers))
                .extracting("provider", "reason")
                .containsExactly(chosen, reason);
    }

    private record Hampered(String name, String remedy) implements KernelProvider {
        @Override
        public Optional<String> obstacle() {
            return Optional.empty();
        }

        @Override
        public Optional<String> handicap() {
            return Optional.of(remedy);
        }

        @Override
        public ConvolutionKernels kernels() {
            throw new AssertionError("not asked for");
        }
    }

    private record Fake(String name, String remedy) implements KernelProvider {
        @Override
        public Optional<String> obstacle() {
            return remedy.isEmpty() ? Optional.empty() : Optional.of(remedy);
        }

        @Override
        public ConvolutionKernels kernels() {
            throw new AssertionError("not asked for");
        }
    }
}
