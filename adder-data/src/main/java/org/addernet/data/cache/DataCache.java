package org.addernet.data.cache;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder in which data sets live, each in a folder of its own; what is missing is downloaded. */
public final class DataCache {

    /** The environment variable that names the folder: {@code ADDERNET_DATA}. */
    public static final String VARIABLE = "ADDERNET_DATA";

    private final Path root;

    /** Creates a cache in the given folder, which need not exist yet. */
    public DataCache(Path root) {
        this.root = root;
    }

    /**
     * Returns the cache in the folder that {@value #VARIABLE} names, by default {@code addernet} in the user's cache
     * folder.
     */
    public static DataCache standard() {
        return new DataCache(
                root(System.getenv(), System.getProperty("os.name"), Path.of(System.getProperty("user.home"))));
    }

    static Path root(Map<String, String> environment, String system, Path home) {
        String explicit = environment.getOrDefault(VARIABLE, "");
        if (!explicit.isBlank()) {
            return Path.of(explicit);
        }
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("windows")) {
            String local = environment.getOrDefault("LOCALAPPDATA", "");
            return (local.isBlank() ? home.resolve("AppData").resolve("Local") : Path.of(local)).resolve("addernet");
        }
        if (name.startsWith("mac")) {
            return home.resolve("Library").resolve("Caches").resolve("addernet");
        }
        String xdg = environment.getOrDefault("XDG_CACHE_HOME", "");
        return (xdg.isBlank() ? home.resolve(".cache") : Path.of(xdg)).resolve("addernet");
    }

    /** Returns the folder that holds one folder for each data set. */
    public Path root() {
        return root;
    }

    /**
     * Returns the path of a file of a data set if it is there.
     *
     * <p>Of a {@code .gz} file the unpacked one, without that ending, will do too and is preferred.
     *
     * @param dataset the name of the data set, which is that of its folder
     */
    public Optional<Path> find(String dataset, String name) {
        Path folder = root.resolve(dataset);
        return Stream.of(folder.resolve(name.replaceFirst("\\.gz$", "")), folder.resolve(name))
                .filter(Files::isRegularFile)
                .findFirst();
    }

    /**
     * Returns the path of a file of a data set, and downloads it first if it is not there.
     *
     * <p>A file that is there, or the unpacked one, is taken as {@link #find} gives it.
     *
     * @param dataset the name of the data set, which is that of its folder
     * @throws IOException if the file is not there and cannot be downloaded; the message names the folder and the remedy
     */
    public Path file(String dataset, RemoteFile file) throws IOException {
        Optional<Path> present = find(dataset, file.name());
        if (present.isPresent()) {
            return present.get();
        }
        Path folder = root.resolve(dataset);
        Path target = folder.resolve(file.name());
        try {
            Files.createDirectories(folder);
            new Download().fetch(file, target);
            return target;
        } catch (IOException e) {
            String why = e instanceof FileSystemException ? "the folder cannot be written, " + e : e.getMessage();
            throw new IOException(
                    "data set " + dataset + ": " + folder + " has no " + file.name() + " (" + why + "); set " + VARIABLE
                            + " to a folder that has " + dataset + "/" + file.name() + ", or use --data strokes",
                    e);
        }
    }
}
