package org.addernet.data.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataCacheTest {

    private static final Path HOME = Path.of("home").toAbsolutePath();

    /** The SHA-256 of "hello". */
    private static final String HELLO = "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824";

    @TempDir
    Path root;

    @Test
    void variableNamesTheFolder() {
        assertThat(root(Map.of("ADDERNET_DATA", "/data", "XDG_CACHE_HOME", "/xdg"), "Linux"))
                .isEqualTo(Path.of("/data"));
        assertThat(root(Map.of("ADDERNET_DATA", "~/data"), "Linux")).isEqualTo(HOME.resolve("data"));
    }

    @Test
    void defaultIsTheCacheFolderOfTheSystem() {
        assertThat(root(Map.of(), "Linux")).isEqualTo(HOME.resolve(".cache/addernet"));
        assertThat(root(Map.of("XDG_CACHE_HOME", "/xdg", "ADDERNET_DATA", ""), "Linux"))
                .isEqualTo(Path.of("/xdg/addernet"));
        assertThat(root(Map.of(), "Mac OS X")).isEqualTo(HOME.resolve("Library/Caches/addernet"));
        assertThat(root(Map.of("LOCALAPPDATA", "local"), "Windows 11")).isEqualTo(Path.of("local/addernet"));
        assertThat(root(Map.of(), "Windows 11")).isEqualTo(HOME.resolve("AppData/Local/addernet"));
    }

    @Test
    void withoutAHomeFolderOnlyWhatNeedsAFileFails() {
        DataCache cache = DataCache.of(Map.of(), "Linux", Optional.empty());

        assertThat(cache.find(List.of("set/data"))).isEmpty();
        assertThatThrownBy(() -> cache.fetch("set", remote(URI.create("http://localhost:1/")), List.of("set/data")))
                .isInstanceOf(IOException.class)
                .hasMessage("data set set: there is no home folder for the data sets; set the environment variable "
                        + "ADDERNET_DATA to a folder");
        assertThatThrownBy(cache::root)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("set the environment variable ADDERNET_DATA");
        assertThat(DataCache.of(Map.of("XDG_CACHE_HOME", "/xdg"), "Linux", Optional.empty())
                        .root())
                .isEqualTo(Path.of("/xdg/addernet"));
        assertThatThrownBy(() -> DataCache.of(Map.of("ADDERNET_DATA", "a\0b"), "Linux", Optional.empty())
                        .root())
                .hasMessageContaining("LC_ALL=C.UTF-8");
    }

    private static Path root(Map<String, String> environment, String system) {
        return DataCache.of(environment, system, Optional.of(HOME)).root();
    }

    @Test
    void presentFileIsTakenAndTheUnpackedOnePreferred() throws IOException {
        Path folder = Files.createDirectories(root.resolve("set"));
        Path other = Files.createDirectories(root.resolve("other"));
        DataCache cache = new DataCache(root);
        List<String> places = List.of("set/data", "other/name");

        assertThat(cache.find(places)).isEmpty();
        Path elsewhere = Files.write(other.resolve("name.gz"), new byte[] {0});
        assertThat(cache.find(places)).contains(elsewhere);
        Path packed = Files.write(folder.resolve("data.gz"), new byte[] {1});
        assertThat(cache.find(places)).contains(packed);
        Path unpacked = Files.write(folder.resolve("data"), new byte[] {2});
        assertThat(cache.find(places)).contains(unpacked);
    }

    @Test
    void missingFileIsDownloadedOnce() throws Exception {
        DataCache cache = new DataCache(root.resolve("new"));
        try (FileServer server = new FileServer(FileServer.whole(new byte[] {'h', 'e', 'l', 'l', 'o'}))) {
            Path file = cache.fetch("set", remote(server.uri()), List.of("set/data"));

            assertThat(file).isEqualTo(root.resolve("new/set/data.gz")).hasContent("hello");
            assertThat(cache.fetch("set", remote(server.uri()), List.of())).isEqualTo(file);
            assertThat(server.requests()).hasSize(1);
        }
    }

    @Test
    void failureNamesFolderFileAndRemedy() {
        assertThatThrownBy(() -> new DataCache(root)
                        .fetch("set", remote(URI.create("https://no-such-host.invalid/")), List.of("set/data", "x/y")))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("data set set: " + root
                        + " has none of set/data, x/y (plain or .gz), and data.gz cannot be fetched (")
                .hasMessageContaining("is there a network?")
                .hasMessageEndingWith("set ADDERNET_DATA to a folder that has one of them, or use --data strokes")
                .hasMessageNotContaining("\n");
    }

    @Test
    void folderThatCannotBeWritten() throws IOException {
        Path occupied = Files.write(root.resolve("occupied"), new byte[1]);
        assertThatThrownBy(() -> new DataCache(occupied)
                        .fetch("set", remote(URI.create("http://localhost:1/")), List.of("set/data")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("(the folder " + occupied.resolve("set") + " cannot be written")
                .hasMessageEndingWith("or use --data strokes");
        assertThat(occupied).hasBinaryContent(new byte[1]);
    }

    private static RemoteFile remote(URI mirror) {
        return new RemoteFile("data.gz", 5, HELLO, List.of(mirror));
    }
}
