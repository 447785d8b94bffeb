package org.addernet.nn;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/**
 * What a model's layers cost in an inference, and its totals by three conventions.
 *
 * <p>The paper says that it leaves out batch normalisation and the first and the last layer (section 4.2), which is {@link
 * #inner}; but the figures in its tables are those of {@link #filters}.
 *
 * @param layers the layers that compute, in the order of the pass; containers only if they do so themselves or have
 *     parameters
 */
public record ModelCost(List<LayerCost> layers) {

    /**
     * One layer.
     *
     * @param name its dotted name
     * @param type its class, such as {@code Conv2d}
     * @param output the shape of its output
     * @param parameters how many numbers it learns; of a layer that computes several times, in its first row alone
     * @param hasFilter whether it is a convolution or fully connected layer
     * @param operations what it costs
     */
    public record LayerCost(
            String name, String type, Shape output, long parameters, boolean hasFilter, OperationCount operations) {}

    /** Takes the layers. */
    public ModelCost {
        layers = List.copyOf(layers);
    }

    /**
     * Counts a model's operations.
     *
     * @param input the shape of the input, {@code [N,H,W,C]}; other images than the model's may have other costs
     * @throws org.addernet.tensor.ShapeException if the layers cannot take it
     */
    public static ModelCost of(Model model, Shape input) {
        return of(model, List.of(input));
    }

    /**
     * Counts the operations of a model of any number of inputs.
     *
     * @throws org.addernet.tensor.ShapeException if the layers cannot take them
     */
    public static ModelCost of(Model model, List<Shape> inputs) {
        List<LayerCost> layers = new ArrayList<>();
        Set<Layer> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Pass pass = Pass.inference();
        pass.observe((layer, taken, outputs) -> {
            OperationCount operations = layer.operations(taken.get(0).shape()).plus(pass.counted());
            if (!layer.isContainer() || !layer.ownParameters().isEmpty() || !operations.equals(OperationCount.NONE)) {
                layers.add(cost(layer, outputs.get(0).shape(), operations, seen.add(layer)));
            }
        });
        model.root().forward(inputs.stream().map(Tensor::zeros).toList(), pass);
        return new ModelCost(layers);
    }

    private static LayerCost cost(Layer layer, Shape output, OperationCount operations, boolean first) {
        long parameters = 0;
        boolean hasFilter = false;
        for (Parameter parameter : layer.ownParameters()) {
            parameters += first ? parameter.value().shape().size() : 0;
            hasFilter |= parameter.role().isFilter();
        }
        return new LayerCost(layer.name(), layer.getClass().getSimpleName(), output, parameters, hasFilter, operations);
    }

    /** Returns how many numbers the model learns. */
    public long parameters() {
        return layers.stream().mapToLong(LayerCost::parameters).sum();
    }

    /** Returns the operations of all layers: with batch normalisation, pooling and the sums of shortcuts. */
    public OperationCount total() {
        return sum(layers);
    }

    /** Returns the operations of the convolutions and fully connected layers. */
    public OperationCount filters() {
        return sum(filterLayers());
    }

    /** Returns the operations of the convolutions and fully connected layers without the first and the last. */
    public OperationCount inner() {
        List<LayerCost> filterLayers = filterLayers();
        int last = filterLayers.size() - 1;
        return last < 1 ? OperationCount.NONE : sum(filterLayers.subList(1, last));
    }

    private List<LayerCost> filterLayers() {
        return layers.stream().filter(LayerCost::hasFilter).toList();
    }

    private static OperationCount sum(List<LayerCost> layers) {
        return layers.stream().map(LayerCost::operations).reduce(OperationCount.NONE, OperationCount::plus);
    }
}
