package org.addernet.analysis;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.addernet.data.Batch;
import org.addernet.data.DataLoader;
import org.addernet.data.Epoch;
import org.addernet.nn.Layer;
import org.addernet.nn.Model;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Tensor;

/**
 * What a layer within a model makes of labelled images, and how far apart the classes are there (AdderNet, figure 1).
 *
 * @param points for each image the layer's outputs
 * @param labels the images' classes
 * @param classes the number of classes
 */
public record Features(double[][] points, int[] labels, int classes) {

    /**
     * Computes the features of all images of a loader.
     *
     * @param layer the name of a layer; its outputs are flattened
     * @throws IllegalArgumentException if the model has no such layer
     */
    public static Features of(Model model, String layer, DataLoader loader, Workers workers) {
        List<String> names = model.root().layers().stream().map(Layer::name).toList();
        if (!names.contains(layer)) {
            throw new IllegalArgumentException("features of " + model.name() + ": there is no layer \"" + layer
                    + "\", the layers are " + String.join(", ", names));
        }
        double[][] points = new double[loader.size()][];
        int[] labels = new int[loader.size()];
        int done = 0;
        try (Epoch epoch = loader.epoch(0)) {
            for (Batch batch : epoch) {
                Pass pass = Pass.inference(workers);
                int first = done;
                pass.observe((computed, inputs, outputs) -> {
                    if (computed.name().equals(layer)) {
                        rows(outputs.get(0), points, first);
                    }
                });
                model.forward(batch.images(), pass);
                System.arraycopy(batch.labels(), 0, labels, done, batch.size());
                done += batch.size();
            }
        }
        return new Features(points, labels, model.classes());
    }

    /** Copies each sample's part of an output. */
    private static void rows(Tensor output, double[][] points, int first) {
        int samples = output.shape().dimension(0);
        int size = output.data().length / samples;
        for (int n = 0; n < samples; n++) {
            points[first + n] = new double[size];
            for (int i = 0; i < size; i++) {
                points[first + n][i] = output.data()[n * size + i];
            }
        }
    }

    /**
     * Returns how well classes are separated by place: the mean distance between the centres of two classes, divided by the
     * mean distance of an image from the centre of its class. Clusters have a large one. NaN if there are
     * not two classes or all images are alike.
     */
    public double euclideanSeparation() {
        return separation(points, Features::distance);
    }

    /**
     * Returns how well classes are separated by direction from the origin: the mean angle between the mean directions of two
     * classes, divided by the mean angle between an image and the direction of its class. Rays have a large one. NaN if there are
     * not two classes or all images are alike.
     */
    public double angularSeparation() {
        double[][] directions = Arrays.stream(points).map(Features::direction).toArray(double[][]::new);
        return separation(directions, (a, b) -> Math.acos(Math.max(-1, Math.min(1, dot(direction(a), direction(b))))));
    }

    /**
     * Returns how long classes are along the ray from the origin to their centre: the deviation along it divided by that across,
     * the mean over the classes. Rays have a large one, round clusters about 1.
     */
    public double elongation() {
        double[][] centers = centers(points);
        double[] along = new double[classes];
        double[] across = new double[classes];
        for (int n = 0; n < points.length; n++) {
            double[] ray = direction(centers[labels[n]]);
            double length = dot(points[n], ray) - dot(centers[labels[n]], ray);
            double distance = distance(points[n], centers[labels[n]]);
            along[labels[n]] += length * length;
            across[labels[n]] += distance * distance - length * length;
        }
        int dimensions = points[0].length;
        return IntStream.range(0, classes)
                .filter(c -> along[c] > 0)
                .mapToDouble(c -> Math.sqrt(along[c] * (dimensions - 1) / across[c]))
                .average()
                .orElse(Double.NaN);
    }

    private interface Distance {
        double between(double[] a, double[] b);
    }

    private double separation(double[][] vectors, Distance distance) {
        double[][] centers = centers(vectors);
        double within = 0;
        for (int n = 0; n < vectors.length; n++) {
            within += distance.between(vectors[n], centers[labels[n]]) / vectors.length;
        }
        double between = 0;
        int pairs = 0;
        int[] counts = counts();
        for (int a = 0; a < classes; a++) {
            for (int b = 0; b < a; b++) {
                if (counts[a] > 0 && counts[b] > 0) {
                    between += distance.between(centers[a], centers[b]);
                    pairs++;
                }
            }
        }
        return between / pairs / within;
    }

    private int[] counts() {
        int[] counts = new int[classes];
        for (int label : labels) {
            counts[label]++;
        }
        return counts;
    }

    /** Returns the mean vector of each class. */
    private double[][] centers(double[][] vectors) {
        double[][] centers = new double[classes][vectors[0].length];
        int[] counts = counts();
        for (int n = 0; n < vectors.length; n++) {
            for (int i = 0; i < vectors[n].length; i++) {
                centers[labels[n]][i] += vectors[n][i] / counts[labels[n]];
            }
        }
        return centers;
    }

    private static double distance(double[] a, double[] b) {
        double squares = 0;
        for (int i = 0; i < a.length; i++) {
            squares += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(squares);
    }

    private static double[] direction(double[] vector) {
        double length = Math.max(Double.MIN_NORMAL, Math.sqrt(dot(vector, vector)));
        return Arrays.stream(vector).map(value -> value / length).toArray();
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
