package org.addernet.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {

    @TempDir
    Path folder;

    @Test
    void writesAndReplaces() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, out -> out.write('1'));
        AtomicFile.write(file, out -> out.write('2'));
        assertThat(file).hasContent("2");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void theWriterMayCloseTheStream() throws IOException {
        Path file = folder.resolve("a.txt");
        AtomicFile.write(file, out -> {
            try (OutputStreamWriter text = new OutputStreamWriter(out, StandardCharsets.UTF_8)) {
                text.write("text");
            }
        });
        assertThat(file).hasContent("text");
    }

    @Test
    void aFailureLeavesTheOldFileAndNothingElse() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[1 << 20]);
                    throw new IOException("No space left on device");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + file + ": No space left on device");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(1);
                    throw new IllegalStateException("a defect");
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void untilTheRenameTheOldFileIsUntouched() throws IOException {
        Path file = folder.resolve("a.txt");
        Files.writeString(file, "old");
        AtomicFile.write(file, out -> {
            out.write('n');
            out.flush();
            assertThat(file).hasContent("old");
        });
        assertThat(file).hasContent("n");
    }

    @Test
    void aTargetThatCannotBeWrittenIsNamedWithTheReason() throws IOException {
        Path missing = folder.resolve("no/such/a.txt");
        assertThatThrownBy(() -> AtomicFile.write(missing, out -> out.write(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + missing + ": its folder does not exist; create it first");
        assertThatThrownBy(() -> AtomicFile.write(folder, out -> out.write(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + folder + ": it is a folder");
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        Path below = file.resolve("b.txt");
        assertThatThrownBy(() -> AtomicFile.write(below, out -> out.write(1)))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot write " + below + ": ");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void anInterruptedThreadLeavesTheOldFileAndStaysInterrupted() throws IOException {
        Path file = Files.writeString(folder.resolve("a.txt"), "old");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> AtomicFile.write(file, out -> out.write(1)))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot write " + file + ": the thread was interrupted");
        assertThat(Thread.interrupted()).isTrue();
        assertThat(file).hasContent("old");
        assertThat(names()).containsExactly("a.txt");
    }

    @Test
    void aLongNameThatTheSystemAllowsIsWritten() throws IOException {
        Path file = folder.resolve("x".repeat(250));
        AtomicFile.write(file, out -> out.write('1'));
        assertThat(file).hasContent("1");
    }

    @Test
    void leftoversOfKilledWritersAreRemovedAndNothingElse() throws IOException {
        AtomicFile.write(folder.resolve("a.txt"), out -> {
            try (Stream<Path> files = Files.list(folder)) { // a writer that is killed here leaves this
                Path temporary = files.findFirst().orElseThrow();
                Files.copy(
                        temporary,
                        temporary.resolveSibling(
                                temporary.getFileName().toString().replaceFirst("[0-9a-f]{8}", "01234567")));
            }
        });
        String name = ".adder-01234567-89ab-cdef-0123-456789abcdef.tmp";
        Files.createDirectories(folder.resolve("sub"));
        Path below = Files.createFile(folder.resolve("sub").resolve(name));
        Path target = Files.createFile(folder.resolve("target"));
        Files.createSymbolicLink(folder.resolve(name), target);
        Files.createDirectory(folder.resolve(name.replace('4', '5')));
        Files.createFile(folder.resolve(name + "x"));
        Files.createFile(folder.resolve("x" + name));
        Files.createFile(folder.resolve(".adder-notes.tmp"));
        assertThat(names()).hasSize(9);

        assertThat(AtomicFile.removeLeftovers(folder)).isEqualTo(1);
        assertThat(names())
                .containsExactlyInAnyOrder(
                        "a.txt",
                        "sub",
                        "target",
                        name,
                        name.replace('4', '5'),
                        name + "x",
                        "x" + name,
                        ".adder-notes.tmp");
        assertThat(below).exists();
        assertThat(AtomicFile.removeLeftovers(folder)).isZero();

        assertThatThrownBy(() -> AtomicFile.removeLeftovers(folder.resolve("none")))
                .isInstanceOf(IOException.class)
                .hasMessage("cannot read " + folder.resolve("none") + ": no such file");
        assertThatThrownBy(() -> AtomicFile.removeLeftovers(target))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("cannot read " + target + ": ");
    }

    @Test
    void theReasonReplacesTheTerseMessagesOfTheSystem() {
        Path file = Path.of("x.npy");
        assertThat(FileError.cannotWrite(file, new AccessDeniedException("x.npy")))
                .hasMessage("cannot write x.npy: permission denied");
        assertThat(FileError.cannotWrite(file, new FileSystemException("x.npy", null, "Read-only file system")))
                .hasMessage("cannot write x.npy: Read-only file system");
        assertThat(FileError.cannotRead(file, new IOException())).hasMessage("cannot read x.npy: IOException");
        assertThat(FileError.broken(file, 8, "a\nb\u2028c").getMessage()).isEqualTo("x.npy: byte 8: a b c");
        assertThat(FileError.quote("a\u009b\u202e\ud800b")).isEqualTo("'a b'");
        assertThat(FileError.quote("y".repeat(1_000_000))).hasSizeLessThan(100);
        assertThat(FileError.broken(file, 8, "y".repeat(1_000_000)).getMessage())
                .hasSizeLessThan(600);
    }

    private Stream<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList().stream();
        }
    }
}
