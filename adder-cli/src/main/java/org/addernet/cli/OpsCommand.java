package org.addernet.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.addernet.analysis.InstructionCost;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.ModelCost;
import org.addernet.nn.ModelCost.LayerCost;
import org.addernet.nn.OperationCount;
import org.addernet.tensor.Shape;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code adder ops}: counts what a model computes for one image. */
@Command(
        name = "ops",
        description = "Counts the multiplications, additions and XNORs of an inference on one image, by layer and in "
                + "total, and estimates its latency and energy.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        footer = {
            "",
            "filters  convolutions and fully connected layers, as in the paper's tables",
            "inner    these without the first and the last, as in the paper's text",
            "total    all layers, with batch normalisation, pooling and shortcut sums",
            "cycles   latency on the VIA Nano 2000 (AdderNet, section 4.1): 4 for a",
            "         multiplication, 2 for an addition, 2 for an XNOR with its count",
            "nJ       energy in 45 nm (Horowitz, ISSCC 2014): 3.7 pJ for a",
            "         multiplication, 0.9 for an addition, 0.03 for an XNOR with its",
            "         count, taken for an addition of 8-bit integers"
        })
final class OpsCommand implements Callable<Integer> {

    private static final Pattern INPUT = Pattern.compile("(\\d{1,6})x(\\d{1,6})x(\\d{1,6})");
    private static final String LAYER = "%-24s %-16s %-18s %16s %16s %16s%n";
    private static final String TOTAL = "%-24s %16s %16s %18s %16s %16s%n";

    @Mixin
    ModelOptions options = new ModelOptions();

    @Option(
            names = "--input",
            paramLabel = "HxWxC",
            description = "The shape of the image, such as 224x224x3 (default: the model's).")
    @Nullable
    String input;

    @Option(names = "--json", description = "Print JSON.")
    boolean json;

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    OpsCommand() {}

    @Override
    public Integer call() throws IOException {
        Model counted = options.newModel();
        Shape images = images(counted);
        ModelCost cost = ModelCost.of(counted, images);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(json(counted, images, cost)));
        } else {
            print(counted, images, cost, out);
        }
        out.flush();
        return 0;
    }

    /** Returns the shape of a batch of one image. */
    private Shape images(Model counted) {
        if (input == null) {
            return counted.batchShape(1);
        }
        Matcher matcher = INPUT.matcher(input);
        if (!matcher.matches()) {
            Shape own = counted.imageShape();
            throw new IllegalArgumentException("--input is \"" + input + "\", it must be HxWxC, such as "
                    + own.dimension(0) + "x" + own.dimension(1) + "x" + own.dimension(2));
        }
        return Shape.of(
                1,
                Integer.parseInt(matcher.group(1)),
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)));
    }

    private static Map<String, OperationCount> totals(ModelCost cost) {
        Map<String, OperationCount> totals = new LinkedHashMap<>();
        totals.put("filters", cost.filters());
        totals.put("inner", cost.inner());
        totals.put("total", cost.total());
        return totals;
    }

    private static double nanojoules(OperationCount count) {
        return InstructionCost.HOROWITZ_45NM_PICOJOULES.of(count) / 1000;
    }

    private static void print(Model model, Shape images, ModelCost cost, PrintWriter out) {
        out.printf("%s, input %s%n%n", model, images);
        out.printf(LAYER, "layer", "type", "output", "multiplications", "additions", "XNORs");
        for (LayerCost layer : cost.layers()) {
            OperationCount count = layer.operations();
            out.printf(
                    LAYER,
                    layer.name(),
                    layer.type(),
                    layer.output(),
                    number(count.multiplications()),
                    number(count.additions()),
                    number(count.xnors()));
        }
        out.println();
        out.printf(TOTAL, "", "cycles", "nJ", "multiplications", "additions", "XNORs");
        totals(cost)
                .forEach((name, count) -> out.printf(
                        TOTAL,
                        name,
                        number(Math.round(InstructionCost.VIA_NANO_2000_CYCLES.of(count))),
                        number(Math.round(nanojoules(count))),
                        number(count.multiplications()),
                        number(count.additions()),
                        number(count.xnors())));
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    private static Map<String, Object> json(Model model, Shape images, ModelCost cost) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("model", model.name());
        json.put("similarity", model.similarity().map(Similarity::toString).orElse("mixed"));
        json.put("classes", model.classes());
        json.put("input", images.toArray());
        json.put("layers", cost.layers().stream().map(OpsCommand::json).toList());
        Map<String, Object> totals = new LinkedHashMap<>();
        totals(cost).forEach((name, count) -> {
            Map<String, Object> total = json(count);
            total.put("cycles", InstructionCost.VIA_NANO_2000_CYCLES.of(count));
            total.put("nanojoules", nanojoules(count));
            totals.put(name, total);
        });
        json.put("totals", totals);
        return json;
    }

    private static Map<String, Object> json(LayerCost layer) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("name", layer.name());
        json.put("type", layer.type());
        json.put("output", layer.output().toArray());
        json.put("parameters", layer.parameters());
        json.put("hasFilter", layer.hasFilter());
        json.putAll(json(layer.operations()));
        return json;
    }

    private static Map<String, Object> json(OperationCount count) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("multiplications", count.multiplications());
        json.put("additions", count.additions());
        json.put("xnors", count.xnors());
        return json;
    }
}
