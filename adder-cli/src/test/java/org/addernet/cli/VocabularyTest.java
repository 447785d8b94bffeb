package org.addernet.cli;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** One concept has one name, and that is the field's. */
class VocabularyTest {

    private static final Path ROOT = Path.of("..");
    private static final Path LIST = Path.of("src/test/resources/replaced-words.txt");
    private static final Set<String> NOT_OURS = Set.of("target", ".git", "VocabularyTest.java");
    private static final Pattern TEXT = Pattern.compile(".*\\.(java|md|ftl|svg)");

    @Test
    void replacedWordsDoNotComeBack() throws IOException {
        List<Path> files = files(TEXT);
        assertThat(files).hasSizeGreaterThan(300);
        List<String> found = new ArrayList<>();
        for (String line : Files.readAllLines(LIST)) {
            if (!line.startsWith("#")) {
                found.addAll(uses(line, files));
            }
        }
        assertThat(found).isEmpty();
    }

    /** The list would find what it is to find. */
    @Test
    void theListFindsAReplacedWord() throws IOException {
        Path text = Files.writeString(Files.createTempFile("words", ".md"), "one\nthe way back\n");
        assertThat(uses(Files.readAllLines(LIST).get(1), List.of(text)))
                .containsExactly(text + ":2: \"way back\", say backward pass");
        Files.delete(text);
    }

    @Test
    void noSimpleNameStandsInTwoPackages() throws IOException {
        assertThat(files(Pattern.compile(".*/src/main/java/.*/(?!package-info|module-info)\\w+\\.java")).stream()
                        .collect(groupingBy(Path::getFileName))
                        .values())
                .filteredOn(same -> same.size() > 1)
                .isEmpty();
    }

    private static List<String> uses(String line, List<Path> files) throws IOException {
        int equals = line.lastIndexOf(" = ");
        Pattern word = Pattern.compile(line.substring(0, equals));
        List<String> found = new ArrayList<>();
        for (Path file : files) {
            int number = 0;
            for (String text : Files.readAllLines(file)) {
                number++;
                Matcher matcher = word.matcher(text);
                if (matcher.find()) {
                    found.add(file + ":" + number + ": \"" + matcher.group() + "\", say " + line.substring(equals + 3));
                }
            }
        }
        return found;
    }

    /** Returns the files of the project that are not made by its build. */
    private static List<Path> files(Pattern name) throws IOException {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(file ->
                            name.matcher(file.toString().replace('\\', '/')).matches())
                    .filter(file -> StreamSupport.stream(file.spliterator(), false)
                            .noneMatch(part -> NOT_OURS.contains(part.toString())))
                    .toList();
        }
    }
}
