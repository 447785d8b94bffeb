package org.addernet.nn.layer;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.addernet.kernel.FilterGradient;
import org.addernet.kernel.GradientRule;
import org.addernet.kernel.InputGradient;
import org.addernet.kernel.Similarity;
import org.addernet.kernel.Size2d;
import org.addernet.nn.Layer;
import org.addernet.nn.LayerDescription;

/**
 * The kinds of layers that can be built from a {@link LayerDescription}: those of this library, and a program's own that it
 * {@linkplain #with adds}. A description names a kind; no class is ever loaded by a name.
 */
public final class LayerTypes {

    /** Makes a layer of one kind. */
    @FunctionalInterface
    public interface Factory {

        /**
         * Returns the layer.
         *
         * @param build builds a child from its description, for kinds that are given their children
         * @throws IllegalArgumentException if an attribute is missing or wrong
         */
        Layer create(LayerDescription description, Function<LayerDescription, Layer> build);
    }

    /** A kind of layer: how it is made, and how many values it then has. */
    private record Kind(Factory factory, ToLongFunction<LayerDescription> values) {}

    private static final LayerTypes STANDARD = new LayerTypes(standardKinds());

    private final Map<String, Kind> kinds;

    private LayerTypes(Map<String, Kind> kinds) {
        this.kinds = kinds;
    }

    /** Returns the layers of this library. */
    public static LayerTypes standard() {
        return STANDARD;
    }

    /** Returns these kinds and another one, whose {@link LayerDescription#type} is the simple name of its class by default. */
    public LayerTypes with(String type, Factory factory) {
        Map<String, Kind> more = new HashMap<>(kinds);
        more.put(type, new Kind(factory, description -> 0));
        return new LayerTypes(more);
    }

    /**
     * Builds a layer and all below it, with first values.
     *
     * @param mostValues how many values its parameters and buffers may have, such as the file has for them, so that a broken
     *     description takes no memory
     * @throws IllegalArgumentException if a kind is unknown, an attribute is wrong, or there would be more values
     */
    public Layer build(LayerDescription description, long mostValues) {
        return new Building(mostValues).build(description);
    }

    private final class Building {
        private final Map<String, Layer> built = new HashMap<>();
        private long valuesLeft;

        Building(long mostValues) {
            valuesLeft = mostValues;
        }

        Layer build(LayerDescription description) {
            if (description.type().equals(LayerDescription.SHARED)) {
                String name = description.text("layer");
                Layer layer = built.get(name);
                if (layer == null) {
                    throw new IllegalArgumentException(description + ": there is no layer " + name + " before it");
                }
                return layer;
            }
            Kind kind = kinds.get(description.type());
            if (kind == null) {
                throw new IllegalArgumentException("layer " + description + ": unknown kind, known are "
                        + new TreeMap<>(kinds).keySet() + "; add one of your own by LayerTypes.with");
            }
            valuesLeft -= kind.values.applyAsLong(description);
            if (valuesLeft < 0) {
                throw new IllegalArgumentException(
                        "layer " + description + " has more values than there are for it; the description is broken");
            }
            Layer layer = kind.factory.create(description, this::build);
            built.put(description.name(), layer);
            return layer;
        }
    }

    private static Map<String, Kind> standardKinds() {
        Map<String, Kind> kinds = new HashMap<>();
        add(kinds, "Sequential", (d, build) -> {
            Sequential layers = new Sequential();
            d.children().forEach((name, child) -> layers.add(name, build.apply(child)));
            return layers;
        });
        add(kinds, "Residual", (d, build) -> new Residual(child(d, "", build), child(d, "shortcut", build)));
        add(kinds, "Relu", (d, build) -> new Relu());
        add(kinds, "HardTanh", (d, build) -> new HardTanh());
        add(kinds, "LeakyRelu", (d, build) -> new LeakyRelu((float) d.number("slope")));
        add(kinds, "Gelu", (d, build) -> new Gelu());
        add(kinds, "Sigmoid", (d, build) -> new Sigmoid());
        add(kinds, "Tanh", (d, build) -> new Tanh());
        add(kinds, "Softmax", (d, build) -> new Softmax());
        kinds.put("Prelu", new Kind((d, build) -> new Prelu(positive(d, "channels")), d -> positive(d, "channels")));
        add(kinds, "Flatten", (d, build) -> new Flatten());
        add(kinds, "GlobalAvgPool2d", (d, build) -> new GlobalAvgPool2d());
        add(kinds, "AvgPool2d", (d, build) -> new AvgPool2d(d.integer("size"), d.integer("stride")));
        add(
                kinds,
                "MaxPool2d",
                (d, build) -> new MaxPool2d(d.integer("size"), d.integer("stride"), d.integer("padding")));
        add(kinds, "Dropout", (d, build) -> new Dropout(d.number("probability")));
        add(
                kinds,
                "PaddedIdentity",
                (d, build) ->
                        new PaddedIdentity(d.integer("inChannels"), d.integer("outChannels"), d.integer("stride")));
        kinds.put(
                "BatchNorm",
                new Kind(
                        (d, build) -> new BatchNorm(positive(d, "channels"), d.number("epsilon"), d.number("momentum")),
                        d -> 4L * positive(d, "channels")));
        kinds.put(
                "Linear",
                new Kind((d, build) -> linear(d), d -> (long) positive(d, "inChannels") * positive(d, "outChannels")));
        kinds.put("Conv2d", new Kind((d, build) -> convolution(d), LayerTypes::filterValues));
        return kinds;
    }

    private static void add(Map<String, Kind> kinds, String type, Factory factory) {
        kinds.put(type, new Kind(factory, description -> 0));
    }

    private static Layer child(LayerDescription parent, String name, Function<LayerDescription, Layer> build) {
        LayerDescription child = parent.children().get(name);
        if (child == null) {
            throw new IllegalArgumentException("layer " + parent + " has no child \"" + name + "\"");
        }
        return build.apply(child);
    }

    private static int positive(LayerDescription d, String key) {
        int value = d.integer(key);
        if (value < 1) {
            throw new IllegalArgumentException("layer " + d + ": " + key + " is " + value + ", it must be at least 1");
        }
        return value;
    }

    private static Similarity similarity(LayerDescription d) {
        return Similarity.parse(d.text("similarity"));
    }

    private static GradientRule rule(LayerDescription d) {
        return new GradientRule(
                FilterGradient.valueOf(d.text("filterGradient")), InputGradient.valueOf(d.text("inputGradient")));
    }

    private static Size2d size(LayerDescription d, String key, int least) {
        List<Integer> values = d.integers(key, 2);
        if (values.get(0) < least || values.get(1) < least) {
            throw new IllegalArgumentException(
                    "layer " + d + ": " + key + " is " + values + ", both must be at least " + least);
        }
        return new Size2d(values.get(0), values.get(1));
    }

    private static long filterValues(LayerDescription d) {
        Size2d kernel = size(d, "kernel", 1);
        long channels = (long) positive(d, "inChannels") * positive(d, "outChannels");
        return Math.multiplyExact((long) kernel.height() * kernel.width(), channels);
    }

    private static Layer linear(LayerDescription d) {
        Linear.Builder builder = Linear.builder(similarity(d), d.integer("inChannels"), d.integer("outChannels"))
                .gradient(rule(d));
        return (d.flag("bias") ? builder.bias() : builder).build();
    }

    private static int border(LayerDescription d, int side) {
        int width = d.integers("padding", 4).get(side);
        if (width < 0) {
            throw new IllegalArgumentException("layer " + d + ": padding is " + width + ", it must be at least 0");
        }
        return width;
    }

    private static Layer convolution(LayerDescription d) {
        Conv2d.Builder builder = Conv2d.builder(
                        similarity(d), d.integer("inChannels"), d.integer("outChannels"), size(d, "kernel", 1))
                .stride(size(d, "stride", 1))
                .padding(border(d, 0), border(d, 1), border(d, 2), border(d, 3))
                .dilation(size(d, "dilation", 1))
                .gradient(rule(d));
        return (d.flag("bias") ? builder.bias() : builder).build();
    }
}
