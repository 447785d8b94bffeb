package org.addernet.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.addernet.io.OneLine;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a CSV file as vectors {@code [1,1,features]}, each with a class label or float targets; held in memory.
 *
 * <pre>{@code
 * DataSplits iris = CsvDataset.of(Path.of("iris.csv")).label("species").read().split(0.2, 1).normalised();
 * }</pre>
 *
 * <p>The first line names the columns. Reading needs FastCSV ({@code de.siegmar:fastcsv}), an optional dependency.
 */
public final class CsvDataset implements Dataset {

    private final List<String> features;
    private final TensorDataset rows;

    private CsvDataset(List<String> features, TensorDataset rows) {
        this.features = features;
        this.rows = rows;
    }

    /** Returns a builder for the given file, in UTF-8. */
    public static Builder of(Path file) {
        return new Builder(file);
    }

    /** Returns the names of the columns that are the input, in the order of its values. */
    public List<String> features() {
        return features;
    }

    @Override
    public int size() {
        return rows.size();
    }

    @Override
    public int classes() {
        return rows.classes();
    }

    @Override
    public List<String> classNames() {
        return rows.classNames();
    }

    @Override
    public Shape imageShape() {
        return rows.imageShape();
    }

    /** Returns {@code [targets]}; empty if the target is the label. */
    @Override
    public Optional<Shape> targetShape() {
        return rows.targetShape();
    }

    @Override
    public int label(int index) {
        return rows.label(index);
    }

    @Override
    public void read(int index, float[] target, int offset, RandomGenerator random) {
        rows.read(index, target, offset, random);
    }

    @Override
    public void readTarget(int index, float[] target, int offset, RandomGenerator random) {
        rows.readTarget(index, target, offset, random);
    }

    /** Collects which columns are what. */
    public static final class Builder {
        private final Path file;
        private List<String> features = List.of();
        private List<String> targets = List.of();
        private @Nullable String label;
        private List<String> classNames = List.of();
        private char separator = ',';

        private Builder(Path file) {
            this.file = file;
        }

        /** Sets the columns of numbers that are the input (default: all but the label and the targets). */
        public Builder features(String... columns) {
            features = List.of(columns);
            return this;
        }

        /** Sets the column of the class, which is text; either this or {@link #targets} is needed. */
        public Builder label(String column) {
            label = column;
            return this;
        }

        /** Sets the columns of numbers that are the float target. */
        public Builder targets(String... columns) {
            targets = List.of(columns);
            return this;
        }

        /** Sets the classes in the order of their labels (default: those of the file, sorted; whole numbers by value). */
        public Builder classNames(List<String> names) {
            classNames = List.copyOf(names);
            return this;
        }

        /** Sets what separates the fields (default: a comma). */
        public Builder separator(char newSeparator) {
            separator = newSeparator;
            return this;
        }

        /**
         * Reads the file.
         *
         * @throws IllegalArgumentException unless there is either a label or a target
         * @throws IllegalStateException if FastCSV is not there
         * @throws IOException if the file cannot be read, has no such column or no row, or a value is missing, no number or no
         *     class; the message names the file, the line and the column
         */
        public CsvDataset read() throws IOException {
            if ((label == null) == targets.isEmpty()) {
                throw new IllegalArgumentException(
                        "CsvDataset: give either label, the column of the class, or targets, columns of numbers");
            }
            try (CsvTable table = new CsvTable(file, separator)) {
                return read(table);
            } catch (NoClassDefFoundError e) {
                throw new IllegalStateException(
                        "CsvDataset: FastCSV is not there; add the dependency de.siegmar:fastcsv, and on the module path"
                                + " --add-modules de.siegmar.fastcsv",
                        e);
            }
        }

        private CsvDataset read(CsvTable table) throws IOException {
            List<String> inputs = new ArrayList<>(features.isEmpty() ? table.columns() : features);
            if (features.isEmpty()) {
                inputs.removeAll(targets);
                inputs.removeIf(name -> name.equals(label));
            }
            if (inputs.isEmpty()) {
                throw new IOException(OneLine.of(file) + ": line 1: there is no column of the input");
            }
            int[] inputColumns = columns(table, inputs);
            int[] targetColumns = columns(table, targets);
            int labelColumn = label == null ? -1 : table.column(label);
            FloatList inputValues = new FloatList();
            FloatList targetValues = new FloatList();
            List<String> labels = new ArrayList<>();
            int rows = 0;
            for (; table.hasNext(); rows++) {
                CsvTable.Row row = table.next();
                inputValues.add(row, inputColumns);
                targetValues.add(row, targetColumns);
                if (labelColumn >= 0) {
                    String name = row.text(labelColumn);
                    if (!classNames.isEmpty() && !classNames.contains(name)) {
                        throw row.failure(
                                labelColumn, "\"" + OneLine.of(name) + "\" is none of the classes " + classNames);
                    }
                    labels.add(name.intern());
                }
            }
            if (rows == 0) {
                throw new IOException(OneLine.of(file) + ": there is no line after the header");
            }
            Tensor input = inputValues.tensor(Shape.of(rows, 1, 1, inputColumns.length));
            if (labelColumn < 0) {
                Tensor target = targetValues.tensor(Shape.of(rows, targetColumns.length));
                return new CsvDataset(List.copyOf(inputs), new TensorDataset(List.of(input), target));
            }
            List<String> names = classNames.isEmpty() ? sorted(labels) : classNames;
            int[] numbers = labels.stream().mapToInt(names::indexOf).toArray();
            return new CsvDataset(List.copyOf(inputs), new TensorDataset(List.of(input), numbers, names));
        }

        private static int[] columns(CsvTable table, List<String> names) throws IOException {
            int[] columns = new int[names.size()];
            for (int i = 0; i < columns.length; i++) {
                columns[i] = table.column(names.get(i));
            }
            return columns;
        }

        private static List<String> sorted(List<String> labels) {
            List<String> names = new ArrayList<>(new TreeSet<>(labels));
            if (names.stream().allMatch(name -> name.matches("-?\\d{1,9}"))) {
                names.sort(Comparator.comparing(Integer::valueOf));
            }
            return List.copyOf(names);
        }
    }

    /** Numbers of rows not yet counted. */
    private static final class FloatList {
        private float[] values = new float[1024];
        private int size;

        void add(CsvTable.Row row, int[] columns) throws IOException {
            for (int column : columns) {
                if (size == values.length) {
                    values = Arrays.copyOf(values, Math.multiplyExact(2, size));
                }
                values[size++] = row.number(column);
            }
        }

        Tensor tensor(Shape shape) {
            return Tensor.of(shape, Arrays.copyOf(values, size));
        }
    }
}
