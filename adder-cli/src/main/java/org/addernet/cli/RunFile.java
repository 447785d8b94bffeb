package org.addernet.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.addernet.train.RunFolder;
import org.jspecify.annotations.Nullable;

/**
 * A file that decides what a run learns. The run's options have its path, its checkpoints a hash of it.
 *
 * @param option the option that names it, such as {@code --teacher}
 * @param what what messages call it, such as {@code teacher}
 * @param path where it is
 */
record RunFile(String option, String what, Path path) {

    private static final String HASH = "sha256:";

    /** Returns what identifies the file in checkpoints, where its path has no place: a hash. */
    String fingerprint() throws IOException {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        try (InputStream in = new DigestInputStream(Files.newInputStream(path), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HASH + HexFormat.of().formatHex(digest.digest(), 0, Long.BYTES);
    }

    /**
     * Checks that the file of a run that goes on is still where it was.
     *
     * @throws IOException if it is not
     */
    void requireThere(Path run) throws IOException {
        if (Files.isRegularFile(path)) {
            return;
        }
        if (path.toString().startsWith(HASH)) {
            throw new IOException(
                    run + ": " + RunFolder.OPTIONS + " is gone, which said where the run's " + what + " is");
        }
        throw new IOException(
                run + ": the run's own " + what + ", " + path + ", is not there any more; put it back to continue it");
    }

    /**
     * Checks that the file of a run that goes on is the one that it began with.
     *
     * @param before its fingerprint, or null if there was none
     * @throws IOException if it is another
     */
    void requireSame(Path run, @Nullable String before) throws IOException {
        if (before != null && !before.equals(fingerprint())) {
            throw new IOException(run + ": the run's " + what + ", " + path + ", is another file than when it began ("
                    + before + " against " + fingerprint() + "); put the old one back, or start a new run");
        }
    }
}
