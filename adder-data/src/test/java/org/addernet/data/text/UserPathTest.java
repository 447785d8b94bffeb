package org.addernet.data.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UserPathTest {

    private static final Path HOME = Path.of("home").toAbsolutePath();

    @Test
    void tildeIsTheHomeFolder() throws IOException {
        assertThat(UserPath.of("~/x/y", Optional.of(HOME))).isEqualTo(HOME.resolve("x/y"));
        assertThat(UserPath.of("~/", Optional.of(HOME))).isEqualTo(HOME);
        assertThat(UserPath.of("~", Optional.of(HOME))).isEqualTo(HOME);
        assertThat(UserPath.of("~x/y", Optional.of(HOME))).isEqualTo(Path.of("~x/y"));
        assertThat(UserPath.of("x/~", Optional.empty())).isEqualTo(Path.of("x/~"));
    }

    @Test
    void homeMustBeAWholePath() {
        assertThat(UserPath.home("?")).isEmpty();
        assertThat(UserPath.home("")).isEmpty();
        assertThat(UserPath.home(null)).isEmpty();
        assertThat(UserPath.home("\0")).isEmpty();
        assertThat(UserPath.home(HOME.toString())).contains(HOME);
    }

    @Test
    void tildeWithoutAHomeFolder() {
        assertThatThrownBy(() -> UserPath.of("~/x", Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasMessage("~/x: there is no home folder for ~ to mean; write the whole path");
    }

    @Test
    void nameThatIsNoPath() {
        assertThatThrownBy(() -> UserPath.of("a\0b", Optional.empty()))
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(InvalidPathException.class)
                .hasMessageStartingWith("a b: Java cannot write this name")
                .hasMessageEndingWith("LC_ALL=C.UTF-8");
    }
}
