package org.addernet.data.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCacheTest {

    private static final Path HOME = Path.of("home");

    /** The SHA-256 of "hello". */
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path root;

    @Test
    void variableNamesTheFolder() {
        assertThat(DataCache.root(Map.of("ADDERNET_DATA", "/data", "XDG_CACHE_HOME", "/xdg"), "Linux", HOME))
                .isEqualTo(Path.of("/data"));
    }

    @Test
    void defaultIsTheCacheFolderOfTheSystem() {
        assertThat(DataCache.root(Map.of(), "Linux", HOME)).isEqualTo(Path.of("home/.cache/addernet"));
        assertThat(DataCache.root(Map.of("XDG_CACHE_HOME", "/xdg", "ADDERNET_DATA", ""), "Linux", HOME))
                .isEqualTo(Path.of("/xdg/addernet"));
        assertThat(DataCache.root(Map.of(), "Mac OS X", HOME)).isEqualTo(Path.of("home/Library/Caches/addernet"));
        assertThat(DataCache.root(Map.of("LOCALAPPDATA", "local"), "Windows 11", HOME))
                .isEqualTo(Path.of("local/addernet"));
        assertThat(DataCache.root(Map.of(), "Windows 11", HOME)).isEqualTo(Path.of("home/AppData/Local/addernet"));
    }

    @Test
    void presentFileIsTakenAndTheUnpackedOnePreferred() throws IOException {
        Path folder = Files.createDirectories(root.resolve("set"));
        RemoteFile remote = remote(URI.create("http://localhost:1/"));

        assertThat(new DataCache(root).find("set", "data.gz")).isEmpty();
        Path packed = Files.write(folder.resolve("data.gz"), new byte[] {1});
        assertThat(new DataCache(root).file("set", remote)).isEqualTo(packed);
        assertThat(new DataCache(root).find("set", "data.gz")).contains(packed);

        Path unpacked = Files.write(folder.resolve("data"), new byte[] {2});
        assertThat(new DataCache(root).file("set", remote)).isEqualTo(unpacked);
    }

    @Test
    void missingFileIsDownloadedOnce() throws Exception {
        DataCache cache = new DataCache(root.resolve("new"));
        try (FileServer server = new FileServer(FileServer.whole(new byte[] {'h', 'e', 'l', 'l', 'o'}))) {
            Path file = cache.file("set", remote(server.uri()));

            assertThat(file).isEqualTo(root.resolve("new/set/data.gz")).hasContent("hello");
            assertThat(cache.file("set", remote(server.uri()))).isEqualTo(file);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void failureNamesFolderFileAndRemedy() {
        assertThatThrownBy(() -> new DataCache(root).file("set", remote(URI.create("http://no-such-host.invalid/"))))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("data set set: " + root.resolve("set") + " has no data.gz (")
                .hasMessageContaining("is there a network?")
                .hasMessageEndingWith("set ADDERNET_DATA to a folder that has set/data.gz, or use --data strokes")
                .hasMessageNotContaining("\n");
    }

    @Test
    void folderThatCannotBeWritten() throws IOException {
        Path occupied = Files.write(root.resolve("occupied"), new byte[1]);
        assertThatThrownBy(() -> new DataCache(occupied).file("set", remote(URI.create("http://localhost:1/"))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(occupied.resolve("set") + " has no data.gz (the folder cannot be written")
                .hasMessageEndingWith("or use --data strokes");
        assertThat(occupied).hasBinaryContent(new byte[1]);
    }

    private static RemoteFile remote(URI mirror) {
        return new RemoteFile("data.gz", HELLO, List.of(mirror));
    }
}
