package org.addernet.data.cache;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.addernet.data.text.UserPath;
import org.addernet.io.OneLine;
import org.jspecify.annotations.Nullable;

/** The folder in which data sets live, each in a folder of its own; what is missing is downloaded. */
public final class DataCache {

    /** The environment variable that names the folder: {@code ADDERNET_DATA}. */
    public static final String VARIABLE = "ADDERNET_DATA";

    /** Null if there is no such folder, for the reason that {@link #problem} gives. */
    private final @Nullable Path root;

    private final String problem;

    /** Creates a cache in the given folder, which need not exist yet. */
    public DataCache(Path root) {
        this(root, "");
    }

    private DataCache(@Nullable Path root, String problem) {
        this.root = root;
        this.problem = problem;
    }

    /**
     * Returns the cache in the folder that {@value #VARIABLE} names, by default {@code addernet} in the user's cache
     * folder; {@code ~/} at the start of a name is the user's home folder.
     *
     * <p>Where there is none of these, as in containers, only what needs a file of the cache fails.
     */
    public static DataCache standard() {
        return of(System.getenv(), System.getProperty("os.name"), UserPath.home());
    }

    static DataCache of(Map<String, String> environment, String system, Optional<Path> home) {
        try {
            return new DataCache(folder(environment, system, home), "");
        } catch (IOException e) {
            return new DataCache(null, String.valueOf(e.getMessage()));
        }
    }

    private static Path folder(Map<String, String> environment, String system, Optional<Path> home) throws IOException {
        String explicit = environment.getOrDefault(VARIABLE, "");
        if (!explicit.isBlank()) {
            return UserPath.of(explicit, home);
        }
        String name = system.toLowerCase(Locale.ROOT);
        boolean windows = name.startsWith("windows");
        boolean mac = name.startsWith("mac");
        String caches = mac ? "" : environment.getOrDefault(windows ? "LOCALAPPDATA" : "XDG_CACHE_HOME", "");
        if (!caches.isBlank()) {
            return UserPath.of(caches, home).resolve("addernet");
        }
        Path user = home.orElseThrow(() -> new IOException("there is no home folder for the data sets; set the "
                + "environment variable " + VARIABLE + " to a folder"));
        return user.resolve(windows ? "AppData/Local" : mac ? "Library/Caches" : ".cache")
                .resolve("addernet");
    }

    /**
     * Returns the folder that holds one folder for each data set.
     *
     * @throws IllegalStateException if there is none
     */
    public Path root() {
        if (root == null) {
            throw new IllegalStateException(problem);
        }
        return root;
    }

    /**
     * Returns the path of the first of some files that is there.
     *
     * @param places the files by their paths in {@link #root}; each may be there as it is, which is preferred, or with
     *     {@code .gz} at the end
     */
    public Optional<Path> find(List<String> places) {
        return Optional.ofNullable(root)
                .flatMap(folder -> places.stream()
                        .flatMap(place -> Stream.of(folder.resolve(place), folder.resolve(place + ".gz")))
                        .filter(Files::isRegularFile)
                        .findFirst());
    }

    /**
     * Downloads a file of a data set into the folder that has the data set's name, unless it is there.
     *
     * @param places where the file was looked for, which the message lists
     * @throws IOException if the file cannot be downloaded; the message says where it was looked for and what to do
     */
    public Path fetch(String dataset, RemoteFile file, List<String> places) throws IOException {
        if (root == null) {
            throw new IOException("data set " + dataset + ": " + problem);
        }
        Path folder = root.resolve(dataset);
        Path target = folder.resolve(file.name());
        try {
            Files.createDirectories(folder);
            new Download().fetch(file, target);
            return target;
        } catch (IOException e) {
            String why = e instanceof FileSystemException
                    ? "the folder " + OneLine.of(folder) + " cannot be written, " + OneLine.of(e)
                    : e.getMessage() == null ? e.toString() : e.getMessage();
            throw new IOException(
                    "data set " + dataset + ": " + OneLine.of(root) + " has none of " + String.join(", ", places)
                            + " (plain or .gz), and " + file.name() + " cannot be fetched (" + why + "); set "
                            + VARIABLE
                            + " to a folder that has one of them, or use --data strokes",
                    e);
        }
    }
}
