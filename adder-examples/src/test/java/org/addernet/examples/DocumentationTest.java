package org.addernet.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Compiles the Java blocks of README.md and docs/; CONTRIBUTING.md says what stands around a block. */
@Tag("once")
class DocumentationTest {

    private static final JavaCompiler COMPILER = Objects.requireNonNull(
            ToolProvider.getSystemJavaCompiler(), "this Java has no compiler; run the tests with a JDK");

    @TempDir
    Path classes;

    static List<Path> documents() throws IOException {
        Path root = Path.of("..");
        try (Stream<Path> docs = Files.list(root.resolve("docs"))) {
            return Stream.concat(Stream.of(root.resolve("README.md"), root.resolve("CONTRIBUTING.md")), docs)
                    .filter(file ->
                            file.toString().endsWith(".md") && !blocks(file).isEmpty())
                    .sorted()
                    .toList();
        }
    }

    private static List<JavaBlock> blocks(Path document) {
        try {
            return JavaBlock.of(document.getFileName().toString(), Files.readAllLines(document));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Compiles the blocks together and returns the errors with document and line. */
    private List<String> errors(List<JavaBlock> blocks) {
        DiagnosticCollector<JavaFileObject> problems = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "--release",
                "17",
                "-classpath",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString());
        List<Source> sources = blocks.stream().map(Source::new).toList();
        COMPILER.getTask(null, null, problems, options, null, sources).call();
        List<String> errors = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> problem : problems.getDiagnostics()) {
            if (problem.getKind() == Diagnostic.Kind.ERROR) {
                JavaFileObject source = problem.getSource();
                // The source has one line before the block.
                String place = source instanceof Source of
                        ? of.block.document() + ":" + (of.block.line() + problem.getLineNumber() - 2) + ": "
                        : "";
                errors.add(place + problem.getMessage(null));
            }
        }
        return errors;
    }

    @ParameterizedTest
    @MethodSource("documents")
    void theBlocksOfADocumentCompile(Path document) {
        assertThat(errors(blocks(document))).isEmpty();
    }

    @Test
    void statementsAndTypesCompileAndErrorsNameTheLineOfTheDocument() {
        List<JavaBlock> blocks = JavaBlock.of("guide.md", """
                Text.
                <!-- given: Path file -->
                ```java
                import static java.lang.Math.abs;
                /** A size. */
                record Length(long bytes) {}
                ```
                <!-- given: Path file -->
                ```java
                long size = Math.abs(Files.size(file));
                Length length = new Length(size);
                ```
                ```java
                Length length = new Length(size);
                ```
                """.lines().toList());
        assertThat(blocks).hasSize(3);
        assertThat(errors(blocks))
                .singleElement()
                .asString()
                .startsWith("guide.md:14: ")
                .contains("size");
    }

    /** A block as the compiler reads it. */
    private static final class Source extends SimpleJavaFileObject {

        private final JavaBlock block;

        Source(JavaBlock block) {
            super(URI.create("string:///" + block.name() + Kind.SOURCE.extension), Kind.SOURCE);
            this.block = block;
        }

        @Override
        public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return block.source();
        }
    }
}
