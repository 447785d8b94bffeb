package org.addernet.data.cache;

import java.net.URI;
import java.util.List;

/**
 * A published file, which may be fetched from any of several places and is known by its hash.
 *
 * @param name the name of the file, here and below each mirror
 * @param size the most bytes that it has; a download stops beyond them
 * @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits
 * @param mirrors the folders that hold it, each ending with a slash; the first that works is used. All are {@code https},
 *     but for {@code http} on this machine
 */
public record RemoteFile(String name, long size, String sha256, List<URI> mirrors) {

    /**
     * Creates the description with a copy of the list.
     *
     * @throws IllegalArgumentException if the name has a slash, the size is less than 1, or a mirror is not {@code https}
     */
    public RemoteFile {
        if (name.isEmpty() || name.contains("/") || name.contains("\\")) {
            throw new IllegalArgumentException(
                    "RemoteFile: name is \"" + name + "\", it must be a file's, without folders");
        }
        if (size < 1) {
            throw new IllegalArgumentException(
                    "RemoteFile: size of " + name + " is " + size + ", it must be at least 1");
        }
        mirrors = List.copyOf(mirrors);
        for (URI mirror : mirrors) {
            if (!isSafe(mirror)) {
                throw new IllegalArgumentException("RemoteFile: mirror " + mirror + " of " + name
                        + " is not https; nobody would see who reads or changes the file on its way");
            }
        }
    }

    /** Tells whether nobody on the way can read or change what comes from there. */
    static boolean isSafe(URI uri) {
        return "https".equalsIgnoreCase(uri.getScheme())
                || "http".equalsIgnoreCase(uri.getScheme())
                        && uri.getHost() != null
                        && uri.getHost().matches("(?i)localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    }
}
