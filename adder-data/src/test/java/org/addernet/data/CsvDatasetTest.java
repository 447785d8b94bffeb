package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.addernet.data.transform.Normalize;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvDatasetTest {

    @TempDir
    Path folder;

    @Test
    void labelsAreSortedTextAndAllOtherColumnsTheInput() throws IOException {
        CsvDataset data = CsvDataset.of(
                        csv("width,species,height", "1.5,virginica,2", "\"-3\", setosa ,4e1", "", "5,virginica,+6"))
                .label("species")
                .read();

        assertThat(data.size()).isEqualTo(3);
        assertThat(data.features()).containsExactly("width", "height");
        assertThat(data.imageShape()).isEqualTo(Shape.of(1, 1, 2));
        assertThat(data.classNames()).containsExactly("setosa", "virginica");
        assertThat(data.targetShape()).isEmpty();
        assertThat(IntStream.range(0, 3).map(data::label)).containsExactly(1, 0, 1);
        assertThat(row(data, 1)).containsExactly(-3, 40);
    }

    @Test
    void targetsAreFloatsAndFeaturesComeInTheOrderAskedFor() throws IOException {
        CsvDataset data = CsvDataset.of(csv("a;b;name;y;z", "1;2;x;3;4", "5;6;y;7;8"))
                .separator(';')
                .features("b", "a")
                .targets("z", "y")
                .read();

        assertThat(row(data, 1)).containsExactly(6, 5);
        assertThat(data.targetShape()).contains(Shape.of(2));
        assertThat(data.classes()).isZero();
        float[] target = new float[2];
        data.readTarget(1, target, 0, new SplittableRandom(0));
        assertThat(target).containsExactly(8, 7);
    }

    @Test
    void wholeNumbersAsClassesAreSortedByValue() throws IOException {
        Path file = csv("x,digit", "0,10", "0,9", "0,-1");
        assertThat(CsvDataset.of(file).label("digit").read().classNames()).containsExactly("-1", "9", "10");
    }

    @Test
    void classesOfOtherRowsCanBeGiven() throws IOException {
        Path file = csv("x,species", "1,b", "2,c");
        CsvDataset data = CsvDataset.of(file)
                .label("species")
                .classNames(List.of("a", "b", "c"))
                .read();
        assertThat(data.label(1)).isEqualTo(2);
        assertThatThrownBy(() -> CsvDataset.of(file)
                        .label("species")
                        .classNames(List.of("a", "b"))
                        .read())
                .isInstanceOf(IOException.class)
                .hasMessage(file + ": line 3, column species: \"c\" is none of the classes [a, b]");
    }

    @Test
    void byteOrderMarkIsNoPartOfTheFirstName() throws IOException {
        assertThat(CsvDataset.of(csv("\ufeff\"a\",y", "1,2"))
                        .targets("y")
                        .read()
                        .features())
                .containsExactly("a");
    }

    @Test
    void moreRowsThanTheFirstBufferHoldAreKept() throws IOException {
        String[] lines = new String[3001];
        lines[0] = "x,y";
        for (int i = 1; i < lines.length; i++) {
            lines[i] = i + "," + -i;
        }
        CsvDataset data = CsvDataset.of(csv(lines)).targets("y").read();
        assertThat(data.size()).isEqualTo(3000);
        for (int i = 0; i < 3000; i++) {
            assertThat(row(data, i)).containsExactly(i + 1);
        }
    }

    @Test
    void badValuesAreNamedByLineAndColumn() throws IOException {
        // The quoted field of the second row has two lines.
        assertBroken(
                ": line 4, column a: the value is missing; fill it in or leave the line out", "a,y", "1,\"2\n\"", ",3");
        assertBroken(": line 3, column y: the value is missing", "a,y", "1,2", "1, ");
        for (String word : List.of("NA", "NaN", "1f", "Infinity", "1.2.3", "1 000")) {
            assertBroken(": line 2, column y: \"" + word + "\" is not a number", "a,y", "1," + word);
        }
        assertBroken(": line 2, column a: -1e39 is beyond the range of a float", "a,y", "-1e39,0");
    }

    @Test
    void badTablesAreNamed() throws IOException {
        assertBroken(": line 1: there is no column \"y\"; the columns are a, b", "a,b", "1,2");
        assertBroken(": line 1: two columns have the name \"a\"", "a,y,a", "1,2,3");
        assertBroken(": line 1: there is no column of the input", "y", "1.5");
        assertBroken(": there is no line after the header", "a,y");
        assertBroken(": the file is empty; its first line must name the columns");
        assertBroken("3", "a,y", "1,2", "1,2,3"); // line 3 has another number of fields
        assertBroken("3", "a,y", "1,2", "1");
        assertThatThrownBy(() ->
                        CsvDataset.of(folder.resolve("none.csv")).targets("y").read())
                .isInstanceOf(IOException.class)
                .hasMessage(folder.resolve("none.csv") + ": there is no such file");
    }

    @Test
    void eitherALabelOrTargetsAreAskedFor() throws IOException {
        Path file = csv("a,y", "1,2");
        assertThatThrownBy(() -> CsvDataset.of(file).read())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("give either label");
        assertThatThrownBy(() -> CsvDataset.of(file).label("a").targets("y").read())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bothPartsAreNormalisedByThePartToLearnFrom() throws IOException {
        Dataset train = CsvDataset.of(csv("a,b,c,y", "1,10,7,0", "3,10,7,0", "5,40,7,0"))
                .targets("y")
                .read();
        Dataset test = CsvDataset.of(csv("a,b,c,y", "3,20,9,0")).targets("y").read();
        // Means 3, 20, 7; variances (4 + 0 + 4) / 3 and (100 + 100 + 400) / 3; the constant column keeps its scale.
        float a = (float) Math.sqrt(8 / 3.0);
        float b = (float) Math.sqrt(200);
        ChannelStatistics statistics = ChannelStatistics.of(train);
        assertThat(statistics.mean()).containsExactly(3, 20, 7);
        assertThat(statistics.std()).containsExactly(a, b, 1);

        DataSplits normalised = new DataSplits(train, test).normalised();
        Normalize normalize = statistics.normalize();
        for (int i = 0; i < 3; i++) {
            assertThat(row(normalised.train(), i)).isEqualTo(row(train.with(normalize), i));
        }
        assertThat(row(normalised.train(), 2)[1]).isCloseTo(20 / b, within(1e-6f)); // two roundings near 1
        assertThat(row(normalised.test(), 0)).containsExactly(0, 0, 2);
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws IOException {
        // In the first buffer, and far behind it.
        for (int rows : new int[] {1, 100_000}) {
            Path file = csv("a,y\n" + "1,2\n".repeat(rows));
            Files.write(file, new byte[] {'1', ',', (byte) 0xe9, '\n'}, StandardOpenOption.APPEND);
            assertThatThrownBy(() -> CsvDataset.of(file).label("y").read())
                    .isInstanceOf(IOException.class)
                    .hasMessage(file + ": the text is not UTF-8");
        }
    }

    @Test
    void withoutTheLibraryTheMessageNamesIt() throws Exception {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            if (!entry.contains("fastcsv")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        try (URLClassLoader loader =
                new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader())) {
            Class<?> type = loader.loadClass(CsvDataset.class.getName());
            Object builder = type.getMethod("of", Path.class).invoke(null, csv("a,y", "1,2"));
            Class<?> builderType = builder.getClass();
            builderType.getMethod("label", String.class).invoke(builder, "y");
            assertThatThrownBy(() -> builderType.getMethod("read").invoke(builder))
                    .cause()
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("add the dependency de.siegmar:fastcsv");
        }
    }

    private void assertBroken(String message, String... lines) throws IOException {
        Path file = csv(lines);
        assertThatThrownBy(() -> CsvDataset.of(file).targets("y").read())
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file.toString())
                .hasMessageContaining(message)
                .hasMessageNotContaining("\n");
    }

    private Path csv(String... lines) throws IOException {
        return Files.writeString(
                Files.createTempFile(folder, "table", ".csv"), String.join("\n", lines), StandardCharsets.UTF_8);
    }

    private static float[] row(Dataset data, int index) {
        float[] values = new float[data.imageShape().size()];
        data.read(index, values, 0, new SplittableRandom(0));
        return values;
    }
}
