package org.addernet.data.text;

import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import org.addernet.io.OneLine;
import org.jspecify.annotations.Nullable;

/** Paths as users write them. */
public final class UserPath {

    private UserPath() {}

    /** Returns the user's home folder, unless Java knows none: without an entry of the user it is called "?". */
    public static Optional<Path> home() {
        return home(System.getProperty("user.home"));
    }

    static Optional<Path> home(@Nullable String property) {
        try {
            return Optional.ofNullable(property).map(Path::of).filter(Path::isAbsolute);
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the path of that name, in which {@code ~/} at the start stands for the user's home folder.
     *
     * @throws IOException if there is no home folder, or this system cannot write such a path
     */
    public static Path of(String name) throws IOException {
        return of(name, home());
    }

    /** Returns the path as {@link #of(String)} does, with the given home folder. */
    public static Path of(String name, Optional<Path> home) throws IOException {
        try {
            if (!name.equals("~") && !name.startsWith("~/")) {
                return Path.of(name);
            }
            Path folder = home.orElseThrow(() -> new IOException(
                    OneLine.of(name) + ": there is no home folder for ~ to mean; write the whole path"));
            return name.length() < 3 ? folder : folder.resolve(name.substring(2));
        } catch (InvalidPathException e) {
            throw unwritable(name, e);
        }
    }

    /** Returns the error for a name that Java cannot turn into a path. */
    public static IOException unwritable(Object name, @Nullable InvalidPathException cause) {
        String why = cause == null ? "" : ", " + cause.getReason();
        return new IOException(
                OneLine.of(name) + ": Java cannot write this name in the character set of the locale" + OneLine.of(why)
                        + "; start with the environment variable LC_ALL=C.UTF-8",
                cause);
    }
}
