package org.addernet.data.cache;

import java.io.IOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/** Loads a file over and over while it deletes the file, parts and locks at random, to be run by several processes at once. */
final class LoadStress {

    private LoadStress() {}

    /** Takes a folder, the server, the file's size and SHA-256, seconds and a seed; prints {@code loads N wrong M failed K}. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        URI server = URI.create(arguments[1]);
        String sha256 = arguments[3];
        RemoteFile file = new RemoteFile("data.gz", Long.parseLong(arguments[2]), sha256, List.of(server));
        SplittableRandom random = new SplittableRandom(Long.parseLong(arguments[5]));
        DataCache cache = new DataCache(folder);
        int loads = 0;
        int wrong = 0;
        int failed = 0;
        long end = System.nanoTime() + Long.parseLong(arguments[4]) * 1_000_000_000L;
        Thread deleter = new Thread(() -> {
            SplittableRandom choice = random.split();
            while (System.nanoTime() < end) {
                delete(folder.resolve("set"), choice);
            }
        });
        deleter.start();
        // On a busy machine the first load may take all the time.
        while (System.nanoTime() < end || loads == 0) {
            try {
                byte[] bytes = Files.readAllBytes(cache.fetch("set", file, List.of("set/data")));
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
                wrong += HexFormat.of().formatHex(hash).equals(sha256) ? 0 : 1;
                loads++;
            } catch (NoSuchFileException e) {
                failed++; // deleted between its loading and its reading
            } catch (IOException e) {
                failed++;
                System.out.println(e.getMessage());
            }
        }
        deleter.join();
        System.out.println("loads " + loads + " wrong " + wrong + " failed " + failed);
    }

    /** Deletes each kind of file in the folder now and then. */
    private static void delete(Path folder, SplittableRandom random) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
            for (Path file : files) {
                boolean target = file.endsWith("data.gz");
                if (random.nextInt(target ? 2 : 10) == 0) {
                    Files.deleteIfExists(file);
                }
            }
            Thread.sleep(random.nextInt(20));
        } catch (IOException e) {
            // The folder is not there yet.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
