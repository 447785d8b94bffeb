package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the options of virtual machines say of vectors. */
class HotSpotTest {

    private static final String MIXED = "mixed mode, sharing";
    private static final Map<String, String> USUAL =
            Map.of("TieredStopAtLevel", "4", "UseJVMCICompiler", "false", "UseFMA", "true");

    @Test
    void nothingIsSaidAgainstVectorsWithC2AndFma() {
        assertThat(handicap(MIXED, USUAL)).isEmpty();
        assertThat(handicap("", Map.of())).isEmpty();
    }

    @Test
    void withoutC2() {
        assertThat(handicap("interpreted mode", USUAL)).get().asString().contains("-Xint");
        assertThat(handicap("mixed mode, emulated-client", USUAL))
                .get()
                .asString()
                .contains("TieredStopAtLevel");
        assertThat(handicap(MIXED, Map.of("TieredStopAtLevel", "3")))
                .get()
                .asString()
                .contains("TieredStopAtLevel");
        assertThat(handicap(MIXED, Map.of("UseJVMCICompiler", "true")))
                .get()
                .asString()
                .contains("UseJVMCICompiler");
    }

    @Test
    void withoutInstructions() {
        assertThat(handicap(MIXED, Map.of("UseAVX", "1"))).get().asString().contains("UseAVX");
        assertThat(handicap(MIXED, Map.of("UseAVX", "2"))).isEmpty();
        assertThat(handicap(MIXED, Map.of("UseFMA", "false"))).get().asString().contains("UseFMA");
    }

    private static Optional<String> handicap(String info, Map<String, String> options) {
        return HotSpot.handicap(info, name -> Optional.ofNullable(options.get(name)));
    }
}
