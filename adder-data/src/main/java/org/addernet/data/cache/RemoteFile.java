package org.addernet.data.cache;

import java.net.URI;
import java.util.List;

/**
 * A published file, which may be fetched from any of several places and is known by its hash.
 *
 * @param name the name of the file, here and below each mirror
 * @param sha256 the SHA-256 of its bytes, 64 lower-case hexadecimal digits
 * @param mirrors the folders that hold it, each ending with a slash; the first that works is used
 */
public record RemoteFile(String name, String sha256, List<URI> mirrors) {

    /** Creates the description with a copy of the list. */
    public RemoteFile {
        mirrors = List.copyOf(mirrors);
    }
}
