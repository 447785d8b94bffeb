package org.addernet.io;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Layer;
import org.addernet.nn.LayerDescription;
import org.addernet.nn.Model;
import org.addernet.nn.layer.LayerTypes;
import org.addernet.tensor.Shape;

/** The description of a network as JSON, as files of models hold it in their metadata. */
final class NetworkJson {

    private NetworkJson() {}

    static String write(Model model) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", model.name());
        model.similarity().ifPresent(similarity -> json.put("similarity", similarity.toString()));
        json.put(
                "inputs",
                model.inputShapes().stream().map(NetworkJson::dimensions).toList());
        json.put("layers", layer(model.root().describe()));
        try {
            return JSON.std.asString(json);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "model " + model.name() + " cannot be described as JSON: " + e.getMessage(), e);
        }
    }

    private static List<Integer> dimensions(Shape shape) {
        return IntStream.range(0, shape.rank()).mapToObj(shape::dimension).toList();
    }

    private static Map<String, Object> layer(LayerDescription description) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("type", description.type());
        if (!description.attributes().isEmpty()) {
            json.put("attributes", description.attributes());
        }
        if (!description.children().isEmpty()) {
            Map<String, Object> children = new LinkedHashMap<>();
            description.children().forEach((name, child) -> children.put(name, layer(child)));
            json.put("children", children);
        }
        return json;
    }

    /**
     * Builds the model, with first values.
     *
     * @throws IllegalArgumentException if the text describes none
     */
    static Model read(String text, LayerTypes types, long mostValues) {
        try {
            Map<String, Object> json = JSON.std.mapFrom(text);
            Layer root = types.build(description(map(json, "layers"), ""), mostValues);
            Optional<Similarity> similarity =
                    Optional.ofNullable(json.get("similarity")).map(name -> Similarity.parse(name.toString()));
            List<Shape> inputs =
                    list(json, "inputs").stream().map(NetworkJson::shape).toList();
            return Model.of(String.valueOf(json.get("name")), similarity, inputs, root);
        } catch (JacksonException e) {
            throw new IllegalArgumentException("the network's description is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("the network's description is no JSON", e);
        }
    }

    private static LayerDescription description(Map<?, ?> json, String name) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        map(json, "attributes").forEach((key, value) -> attributes.put(key.toString(), value));
        Map<String, LayerDescription> children = new LinkedHashMap<>();
        map(json, "children").forEach((key, child) -> {
            String own = key.toString();
            String dotted = name.isEmpty() || own.isEmpty() ? name + own : name + "." + own;
            if (!(child instanceof Map<?, ?> described)) {
                throw new IllegalArgumentException("the network's layer " + dotted + " is not described");
            }
            children.put(own, description(described, dotted));
        });
        return new LayerDescription(String.valueOf(json.get("type")), name, attributes, children);
    }

    private static Map<?, ?> map(Map<?, ?> json, String key) {
        Object value = json.get(key);
        if (value == null) {
            return Map.of();
        }
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(
                "the network's description has " + key + " " + value + ", expected an object");
    }

    private static List<?> list(Map<?, ?> json, String key) {
        if (json.get(key) instanceof List<?> list) {
            return list;
        }
        throw new IllegalArgumentException(
                "the network's description has " + key + " " + json.get(key) + ", expected a list");
    }

    private static Shape shape(Object dimensions) {
        if (!(dimensions instanceof List<?> list) || !list.stream().allMatch(d -> d instanceof Integer i && i > 0)) {
            throw new IllegalArgumentException("the network's input is " + dimensions + ", expected positive integers");
        }
        return Shape.of(list.stream().mapToInt(d -> (Integer) d).toArray());
    }
}
