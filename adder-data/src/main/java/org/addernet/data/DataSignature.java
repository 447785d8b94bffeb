package org.addernet.data;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.addernet.io.DataDescription;
import org.addernet.tensor.Shape;

/**
 * What a model was trained and tested on, so that it is not used on other data by mistake.
 *
 * @param description the names of the classes, and how test pictures become images
 * @param imageShape the shape of the first input of every sample, for images {@code [H,W,C]}
 * @param trainSize the number of samples to learn from
 * @param testSize the number of samples to measure with
 * @param fingerprint 16 hexadecimal digits of the SHA-256 of the training samples' labels and of some of their inputs
 *     and float targets
 */
public record DataSignature(
        DataDescription description, Shape imageShape, int trainSize, int testSize, String fingerprint) {

    private static final String PREFIX = "data.";
    private static final String IMAGE_SHAPE = PREFIX + "image_shape";
    private static final String TRAIN_SIZE = PREFIX + "train_size";
    private static final String TEST_SIZE = PREFIX + "test_size";
    private static final String FINGERPRINT = PREFIX + "fingerprint";

    /** Images that are part of the fingerprint: enough to notice another set, and read within a second from a folder. */
    private static final int SAMPLED = 32;

    /** Looks at the two parts of a data set; some images are read. */
    public static DataSignature of(Dataset train, Dataset test) {
        return new DataSignature(
                new DataDescription(train.classNames(), test.preprocessing()),
                train.imageShape(),
                train.size(),
                test.size(),
                fingerprint(train));
    }

    /**
     * Reads what {@link #metadata} returned from among the metadata of a file; empty if they have none of it.
     *
     * @throws IllegalArgumentException if a part is missing or not what it should be
     */
    public static Optional<DataSignature> of(Map<String, String> metadata) {
        if (metadata.keySet().stream().noneMatch(key -> key.startsWith(PREFIX))) {
            return Optional.empty();
        }
        String[] dimensions =
                value(metadata, IMAGE_SHAPE).replaceAll("[\\[\\]]", "").split(",", -1);
        int[] shape = new int[dimensions.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Integer.parseInt(dimensions[i]);
        }
        return Optional.of(new DataSignature(
                DataDescription.of(metadata),
                Shape.of(shape),
                Integer.parseInt(value(metadata, TRAIN_SIZE)),
                Integer.parseInt(value(metadata, TEST_SIZE)),
                value(metadata, FINGERPRINT)));
    }

    private static String value(Map<String, String> metadata, String key) {
        String value = metadata.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the metadata have no " + key);
        }
        return value;
    }

    /** Returns all parts as metadata of a file; their keys begin with {@code data.}. */
    public Map<String, String> metadata() {
        Map<String, String> metadata = new TreeMap<>(description.metadata());
        metadata.put(IMAGE_SHAPE, imageShape.toString());
        metadata.put(TRAIN_SIZE, Integer.toString(trainSize));
        metadata.put(TEST_SIZE, Integer.toString(testSize));
        metadata.put(FINGERPRINT, fingerprint);
        return metadata;
    }

    /** Returns why a training with this data cannot go on with the other's, with both sides; empty if it can. */
    public List<String> differences(DataSignature other) {
        List<String> differences = new ArrayList<>(description.differences(other.description));
        compare("images", imageShape, other.imageShape, differences);
        compare("training samples", trainSize, other.trainSize, differences);
        compare("test samples", testSize, other.testSize, differences);
        compare("fingerprint of the training samples", fingerprint, other.fingerprint, differences);
        return differences;
    }

    private static void compare(String what, Object mine, Object others, List<String> differences) {
        if (!mine.equals(others)) {
            differences.add(what + " " + mine + " against " + others);
        }
    }

    private static String fingerprint(Dataset data) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
        List<Shape> inputs = data.inputShapes();
        Optional<Shape> targets = data.targetShape();
        if (targets.isEmpty()) {
            ByteBuffer labels = ByteBuffer.allocate(Math.multiplyExact(data.size(), Short.BYTES));
            for (int i = 0; i < data.size(); i++) {
                labels.putShort((short) data.label(i));
            }
            digest.update(labels.array());
        }
        int sampled = Math.min(SAMPLED, data.size());
        for (int i = 0; i < sampled; i++) {
            int index = (int) ((long) i * data.size() / sampled);
            Seed sample = new Seed(0).child(i); // Augmented, but always in the same way.
            for (int input = 0; input < inputs.size(); input++) {
                float[] values = new float[inputs.get(input).size()];
                data.readInput(index, input, values, 0, sample.random());
                digest.update(bytes(values));
            }
            if (targets.isPresent()) {
                float[] values = new float[targets.get().size()];
                data.readTarget(index, values, 0, sample.random());
                digest.update(bytes(values));
            }
        }
        return HexFormat.of().formatHex(digest.digest(), 0, Long.BYTES);
    }

    private static byte[] bytes(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(Math.multiplyExact(values.length, Float.BYTES));
        bytes.asFloatBuffer().put(values);
        return bytes.array();
    }
}
