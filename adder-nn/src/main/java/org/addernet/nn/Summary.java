package org.addernet.nn;

import java.util.List;
import java.util.Locale;
import org.addernet.tensor.Shape;

/** The table that {@link Model#summary} prints. */
final class Summary {

    private static final String ROW = "%-24s %-16s %-18s %12s %16s %16s%n";

    private Summary() {}

    static String of(Model model, List<Shape> inputs) {
        ModelCost cost = ModelCost.of(model, inputs);
        StringBuilder text = new StringBuilder();
        text.append(String.format("%s, input %s%n%n", model, inputs.size() == 1 ? inputs.get(0) : inputs));
        text.append(String.format(ROW, "layer", "type", "output", "parameters", "multiplications", "additions"));
        cost.layers()
                .forEach(layer -> text.append(
                        row(layer.name(), layer.type(), layer.output(), layer.parameters(), layer.operations())));
        text.append(row("total", "", "", cost.parameters(), cost.total()));
        return text.toString();
    }

    private static String row(String name, String type, Object output, long parameters, OperationCount count) {
        return String.format(
                ROW,
                name,
                type,
                output,
                number(parameters),
                number(count.multiplications()),
                number(count.additions()));
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
