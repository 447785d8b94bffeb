package org.addernet.nn.loss;

import java.util.List;
import org.addernet.nn.Pass;
import org.addernet.tensor.Tensor;
import org.jspecify.annotations.Nullable;

/** The softmax cross-entropy of the first output with labels, see {@link SoftmaxCrossEntropy}. */
public final class CrossEntropy implements Loss {

    private final double smoothing;
    private final double @Nullable [] weights;

    CrossEntropy(double smoothing, double @Nullable [] weights) {
        this.smoothing = smoothing;
        this.weights = weights;
    }

    /**
     * Returns the loss with so much of each label spread over all classes (Szegedy et al. 2016; default: 0).
     *
     * @param share from 0 to 1, such as 0.1
     */
    public CrossEntropy labelSmoothing(double share) {
        return new CrossEntropy(share, weights);
    }

    /** Returns the loss with a weight for the samples of each class (default: all 1). */
    public CrossEntropy classWeights(double... newWeights) {
        return new CrossEntropy(smoothing, newWeights.clone());
    }

    @Override
    public Tensor of(List<Tensor> inputs, List<Tensor> outputs, Targets targets, Pass pass) {
        return SoftmaxCrossEntropy.of(outputs.get(0), targets.labels(), smoothing, weights, pass);
    }

    /** Returns the loss without smoothing, so that trainings can be compared. */
    @Override
    public Loss ofTest() {
        return labelSmoothing(0);
    }
}
