package org.addernet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is written is read again, bit for bit; anything else is refused. */
class PreprocessingTest {

    @Test
    void readsWhatItWrites() {
        Preprocessing imagenet =
                new Preprocessing(3, 256, 224, 0, List.of(0.485f, 0.456f, 0.406f), List.of(0.229f, 0.224f, 1 / 3f));
        assertThat(Preprocessing.parse(imagenet.toString())).isEqualTo(imagenet);
        assertThat(new Preprocessing(1, 0, 0, 2, List.of(0.1307f), List.of(0.3081f)))
                .hasToString("channels=1 resize=0 crop=0 padding=2 mean=0.1307 std=0.3081");
        assertThat(Preprocessing.parse("channels=1 resize=0 crop=0 padding=2 mean=0.1307 deviation=0.3081"))
                .as("files from before std had its name")
                .isEqualTo(new Preprocessing(1, 0, 0, 2, List.of(0.1307f), List.of(0.3081f)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "channels=1",
                "channels=1 resize=0 crop=0 padding=2 mean=0.1 std=0",
                "channels=1 resize=0 crop=0 padding=2 mean=NaN std=1",
                "channels=1 resize=0 crop=0 padding=-1 mean=0 std=1",
                "channels=1 resize=2000000000 crop=0 padding=0 mean=0 std=1",
                "channels=3 resize=0 crop=0 padding=0 mean=0 std=1",
                "channels=2 resize=0 crop=0 padding=0 mean=0,0 std=1,1",
                "channels=x resize=0 crop=0 padding=0 mean=0 std=1",
                "resize=0 channels=1 crop=0 padding=0 mean=0 std=1",
            })
    void refusesWhatIsNoPreprocessing(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Preprocessing.parse(text));
    }
}
