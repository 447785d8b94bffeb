package org.example.classify;

import java.io.IOException;
import java.nio.file.Path;
import org.addernet.inference.Classifier;
import org.addernet.inference.Prediction;

/** Says what a picture is, and how long that took. */
public final class Classify {

    private Classify() {}

    /** Takes a model file and a picture. */
    public static void main(String[] args) throws IOException {
        long began = System.nanoTime();
        Classifier classifier = Classifier.load(Path.of(args[0]));
        Prediction best = classifier.classify(Path.of(args[1])).best();
        System.out.println(best.name() + ", " + (System.nanoTime() - began) / 1_000_000 + " ms after main began");
    }
}
