package org.addernet.io;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OneLineTest {

    @Test
    void controlCharactersAndEndsOfLinesBecomeSpaces() {
        assertThat(OneLine.of("a\u001b[31mb\r\nc\u0085d\u2028e\u2029f\u007fg\u009bh\0"))
                .isEqualTo("a [31mb c d e f g h ");
        assertThat(OneLine.of("café 猫.jpg")).isEqualTo("café 猫.jpg");
    }

    @Test
    void longTextLosesItsMiddle() {
        String text = "/folder/" + "x".repeat(100_000) + "/1.jpg";

        assertThat(OneLine.of(text))
                .hasSize(503)
                .startsWith("/folder/xx")
                .contains("x...x")
                .endsWith("x/1.jpg");
        assertThat(OneLine.of("y".repeat(500))).hasSize(500);
    }
}
