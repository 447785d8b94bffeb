package org.addernet.data;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.addernet.data.text.UserPath;
import org.addernet.io.OneLine;

/** What is in the folder of one split: the pictures of each class, and the files that are left out. */
final class ImageListing {

    private static final Set<String> ENDINGS = Set.of(".jpg", ".jpeg", ".jfif", ".jpe", ".png");
    /** Of more kinds than these only the number is given. */
    private static final int MAX_KINDS = 5;

    private final Path split;
    private final List<String> emptyClasses = new ArrayList<>();
    private final TreeMap<String, LeftOut> leftOut = new TreeMap<>();
    private boolean looseFiles;
    private int files;

    /** The files left out of one ending. */
    private static final class LeftOut {
        private int count;
        private String first = "";

        void add(String name) {
            // The folders are walked through in no order; the example is always the same one.
            first = count == 0 || name.compareTo(first) < 0 ? name : first;
            count++;
        }
    }

    ImageListing(Path split) {
        this.split = split;
    }

    /**
     * Lists the folders of the classes, sorted by name; hidden ones are none.
     *
     * @throws IOException if there are none, or a name cannot be written
     */
    List<String> classes() throws IOException {
        if (!Files.isDirectory(split)) {
            throw new IOException(
                    OneLine.of(split)
                            + ": there is no such folder; the images must be in DIR/train/CLASS and DIR/val/CLASS, or in DIR/CLASS");
        }
        List<String> classes = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(split, path -> !isHidden(path))) {
            for (Path path : paths) {
                String name = relative(path);
                if (Files.isDirectory(path)) {
                    classes.add(name);
                } else {
                    looseFiles = true;
                    leaveOut(name);
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        if (classes.isEmpty()) {
            throw new IOException(OneLine.of(split) + ": the folder has no folders, one for each class");
        }
        classes.sort(null);
        return classes;
    }

    /** Lists the pictures of a class and of the folders in it by their paths in the folder of the class, sorted. */
    List<String> pictures(String className) throws IOException {
        Path folder = split.resolve(className);
        List<String> pictures = new ArrayList<>();
        Files.walkFileTree(
                folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult preVisitDirectory(Path path, BasicFileAttributes attributes) {
                        return isHidden(path) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFile(Path path, BasicFileAttributes attributes) throws IOException {
                        if (!isHidden(path)) {
                            String name = relative(path);
                            if (ENDINGS.contains(ending(name))) {
                                files++;
                                pictures.add(name.substring(className.length() + 1));
                            } else {
                                leaveOut(name);
                            }
                        }
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult visitFileFailed(Path path, IOException e) throws IOException {
                        if (isHidden(path) || e instanceof FileSystemLoopException) {
                            // A link to a folder around it, the pictures of which are listed already
                            return FileVisitResult.CONTINUE;
                        }
                        String why = e instanceof AccessDeniedException ? "permission denied" : e.toString();
                        throw new IOException(
                                OneLine.of(path) + ": the folder cannot be read (" + OneLine.of(why) + ")", e);
                    }
                });
        if (pictures.isEmpty()) {
            emptyClasses.add(className);
        }
        pictures.sort(null);
        return pictures;
    }

    /** Tells in one line for each matter what may be a mistake. */
    List<String> warnings(int classes) {
        List<String> warnings = new ArrayList<>();
        String start = "imagefolder " + OneLine.of(split) + ": ";
        int count = leftOut.values().stream().mapToInt(kind -> kind.count).sum();
        if (count > 0) {
            List<String> kinds = leftOut.entrySet().stream()
                    .sorted((a, b) -> b.getValue().count - a.getValue().count)
                    .limit(MAX_KINDS)
                    .map(kind -> kind.getValue().count + " " + OneLine.of(kind.getKey()) + " ("
                            + OneLine.of(kind.getValue().first) + (kind.getValue().count > 1 ? ", ...)" : ")"))
                    .toList();
            int more = leftOut.size() - kinds.size();
            warnings.add(
                    start + "left out " + count + " of " + files + " files, which are not .jpg, .jpeg, .jfif, .jpe or "
                            + ".png" + (looseFiles ? " in the folder of a class" : "") + ": " + String.join(", ", kinds)
                            + (more > 0 ? " and " + more + " more endings" : ""));
        }
        if (!emptyClasses.isEmpty()) {
            warnings.add(start + "no picture is in the folders of " + emptyClasses.size() + " of " + classes
                    + " classes, which keep their labels: " + OneLine.of(String.join(", ", emptyClasses)));
        }
        return warnings;
    }

    private void leaveOut(String name) {
        files++;
        leftOut.computeIfAbsent(ending(name), ending -> new LeftOut()).add(name);
    }

    private static boolean isHidden(Path path) {
        return String.valueOf(path.getFileName()).startsWith(".");
    }

    /** Returns the ending of a file's name in lower case, with its dot. */
    private static String ending(String name) {
        int dot = name.lastIndexOf('.');
        return dot > name.lastIndexOf('/') ? name.substring(dot).toLowerCase(Locale.ROOT) : "without an ending";
    }

    /** Returns a path in the split as text, with slashes, from which the path can be made again. */
    private String relative(Path path) throws IOException {
        Path relative = split.relativize(path);
        String name = relative.toString();
        try {
            if (Path.of(name).equals(relative)) {
                return name.replace(split.getFileSystem().getSeparator(), "/");
            }
        } catch (InvalidPathException e) {
            throw UserPath.unwritable(path, e);
        }
        throw UserPath.unwritable(path, null);
    }
}
