package org.addernet.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.addernet.data.transform.HorizontalFlip;
import org.addernet.data.transform.Preprocess;
import org.addernet.io.DataDescription;
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;

/** A signature survives a file, and tells whether data are those of before. */
class DataSignatureTest {

    private static final Preprocess PADDED =
            new Preprocess(new Preprocessing(1, 0, 0, 2, List.of(0.5f), List.of(0.25f)));

    private final DataSignature signature = signature(List.of("cat", "dog"), 40, 0);

    @Test
    void isReadAsItWasWritten() {
        Map<String, String> metadata = new HashMap<>(signature.metadata());
        metadata.put("epoch", "3");
        assertThat(DataSignature.of(metadata)).contains(signature);
        assertThat(DataSignature.of(Map.of("epoch", "3"))).isEmpty();
        metadata.remove("data.fingerprint");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> DataSignature.of(metadata))
                .withMessageContaining("data.fingerprint");
    }

    @Test
    void knowsThePreprocessingOnlyIfNothingElseIsDone() {
        assertThat(signature.description().preprocessing()).contains(PADDED.preprocessing());
        Dataset flipped = pictures(List.of("a"), 4, 0).with(PADDED).with(new HorizontalFlip());
        assertThat(flipped.preprocessing()).isEmpty();
        assertThat(pictures(List.of("a"), 4, 0).with(PADDED).take(2).preprocessing())
                .isPresent();
    }

    @Test
    void sameDataHaveNoObstacle() {
        assertThat(signature.differences(signature(List.of("cat", "dog"), 40, 0)))
                .isEmpty();
    }

    @Test
    void otherNamesShapesAndPreprocessingAreShownWithBothSides() {
        assertThat(signature.differences(signature(List.of("apple", "zebra"), 40, 0)))
                .containsExactly("classes [cat, dog] against [apple, zebra]");
        DataSignature other = new DataSignature(
                new DataDescription(
                        List.of("cat", "dog"),
                        Optional.of(new Preprocessing(1, 0, 0, 2, List.of(0.5f), List.of(0.5f)))),
                Shape.of(8, 8, 3),
                40,
                40,
                signature.fingerprint());
        assertThat(signature.differences(other))
                .containsExactly(
                        "preprocessing channels=1 resize=0 crop=0 padding=2 mean=0.5 std=0.25"
                                + " against channels=1 resize=0 crop=0 padding=2 mean=0.5 std=0.5",
                        "images [6,6,1] against [8,8,3]");
    }

    @Test
    void ofManyNamesThoseThatDifferAreShown() {
        List<String> many = IntStream.range(0, 200).mapToObj(i -> "c" + i).toList();
        List<String> changed =
                IntStream.range(0, 200).mapToObj(i -> i == 150 ? "x" : "c" + i).toList();
        assertThat(signature(many, 400, 0).differences(signature(changed, 400, 0)))
                .singleElement()
                .asString()
                .startsWith("classes 200 names, from number 150 [c150, c151,")
                .contains("against 200 names, from number 150 [x, c151,");
    }

    @Test
    void aTrainingNeedsTheSameSamples() {
        assertThat(signature.differences(signature(List.of("cat", "dog"), 38, 0)))
                .anyMatch(line -> line.equals("training samples 40 against 38"));
        assertThat(signature.differences(signature(List.of("cat", "dog"), 40, 1)))
                .singleElement()
                .asString()
                .startsWith("fingerprint of the training samples " + signature.fingerprint() + " against ");
    }

    private static DataSignature signature(List<String> classes, int size, int pixel) {
        Dataset data = pictures(classes, size, pixel).with(PADDED);
        return DataSignature.of(data, data);
    }

    private static ImageDataset pictures(List<String> classes, int size, int pixel) {
        byte[] pixels = new byte[size * 4];
        pixels[5] = (byte) pixel;
        byte[] labels = new byte[size];
        for (int i = 0; i < size; i++) {
            labels[i] = (byte) (i % classes.size());
        }
        return new ImageDataset(Shape.of(2, 2, 1), classes, pixels, labels);
    }
}
