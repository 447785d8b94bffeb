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
import org.addernet.io.Preprocessing;
import org.addernet.tensor.Shape;

/**
 * What a model was trained and tested on, so that it is not used on other data by mistake.
 *
 * @param classNames the names of the classes, in the order of their labels
 * @param imageShape the shape of the first input of every sample, for images {@code [H,W,C]}
 * @param preprocessing how test pictures become images; empty where the data set does not say so
 * @param trainSize the number of samples to learn from
 * @param testSize the number of samples to measure with
 * @param fingerprint 16 hexadecimal digits of the SHA-256 of the training samples' labels and of some of their inputs
 *     and float targets
 */
public record DataSignature(
        List<String> classNames,
        Shape imageShape,
        Optional<Preprocessing> preprocessing,
        int trainSize,
        int testSize,
        String fingerprint) {

    private static final String PREFIX = "data.";
    private static final String CLASS = PREFIX + "class.";
    private static final String IMAGE_SHAPE = PREFIX + "image_shape";
    private static final String PREPROCESSING = PREFIX + "preprocessing";
    private static final String TRAIN_SIZE = PREFIX + "train_size";
    private static final String TEST_SIZE = PREFIX + "test_size";
    private static final String FINGERPRINT = PREFIX + "fingerprint";

    /** Images that are part of the fingerprint: enough to notice another set, and read within a second from a folder. */
    private static final int SAMPLED = 32;

    /** Names that a message shows of a long list. */
    private static final int SHOWN = 12;

    /** Creates the signature with a copy of the list. */
    public DataSignature {
        classNames = List.copyOf(classNames);
    }

    /** Looks at the two parts of a data set; some images are read. */
    public static DataSignature of(Dataset train, Dataset test) {
        return new DataSignature(
                train.classNames(),
                train.imageShape(),
                test.preprocessing(),
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
        List<String> names = new ArrayList<>();
        for (String name = metadata.get(CLASS + 0); name != null; name = metadata.get(CLASS + names.size())) {
            names.add(name);
        }
        String[] extents =
                value(metadata, IMAGE_SHAPE).replaceAll("[\\[\\]]", "").split(",", -1);
        int[] shape = new int[extents.length];
        for (int i = 0; i < shape.length; i++) {
            shape[i] = Integer.parseInt(extents[i]);
        }
        return Optional.of(new DataSignature(
                names,
                Shape.of(shape),
                Optional.ofNullable(metadata.get(PREPROCESSING)).map(Preprocessing::parse),
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
        Map<String, String> metadata = new TreeMap<>();
        for (int i = 0; i < classNames.size(); i++) {
            metadata.put(CLASS + i, classNames.get(i));
        }
        metadata.put(IMAGE_SHAPE, imageShape.toString());
        preprocessing.ifPresent(p -> metadata.put(PREPROCESSING, p.toString()));
        metadata.put(TRAIN_SIZE, Integer.toString(trainSize));
        metadata.put(TEST_SIZE, Integer.toString(testSize));
        metadata.put(FINGERPRINT, fingerprint);
        return metadata;
    }

    /**
     * Returns why a model of this data cannot be tested with the other's, with both sides: other class names, shape or
     * preprocessing. Empty if it can.
     */
    public List<String> obstaclesToTest(DataSignature other) {
        List<String> differences = new ArrayList<>();
        compare("classes", shown(classNames, other), shown(other.classNames, this), differences);
        compare("images", imageShape, other.imageShape, differences);
        if (preprocessing.isPresent() && other.preprocessing.isPresent()) {
            compare("preprocessing", preprocessing.get(), other.preprocessing.get(), differences);
        }
        return differences;
    }

    /**
     * Returns why a training with this data cannot go on with the other's, with both sides: whatever
     * {@linkplain #obstaclesToTest matters to a test}, other numbers of samples, or other training samples.
     */
    public List<String> obstaclesToTraining(DataSignature other) {
        List<String> differences = obstaclesToTest(other);
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

    /** Returns the names in brackets; of many, those from the first in which the signatures differ. */
    private static String shown(List<String> names, DataSignature other) {
        int first = 0;
        while (first < Math.min(names.size(), other.classNames.size())
                && names.get(first).equals(other.classNames.get(first))) {
            first++;
        }
        if (names.size() <= SHOWN || names.equals(other.classNames)) {
            return names.toString();
        }
        int end = Math.min(names.size(), first + SHOWN);
        return names.size() + " names, from number " + first + " " + names.subList(Math.min(first, end), end);
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
