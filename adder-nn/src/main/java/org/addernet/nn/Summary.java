package org.addernet.nn;

import java.util.Locale;
import org.addernet.tensor.Shape;

/** The table that {@link Model#summary} prints. */
final class Summary {

    private static final String ROW = "%-16s %-16s %-18s %12s %16s %16s%n";

    private final StringBuilder text = new StringBuilder();
    private long parameters;
    private OperationCount operations = OperationCount.NONE;

    private Summary() {}

    static String of(Model model, Shape input) {
        Summary summary = new Summary();
        summary.text.append(String.format("%s, %s, input %s%n%n", model.name(), model.similarity(), input));
        summary.text.append(
                String.format(ROW, "layer", "type", "output", "parameters", "multiplications", "additions"));
        model.root().visit(input, (layer, shape) -> summary.row(layer, shape));
        summary.text.append(String.format(
                ROW,
                "total",
                "",
                "",
                number(summary.parameters),
                number(summary.operations.multiplications()),
                number(summary.operations.additions())));
        return summary.text.toString();
    }

    private void row(Layer layer, Shape input) {
        long own = layer.parameters().stream()
                .mapToLong(p -> p.value().shape().size())
                .sum();
        OperationCount count = layer.operations(input);
        parameters += own;
        operations = operations.plus(count);
        text.append(String.format(
                ROW,
                layer.name(),
                layer.getClass().getSimpleName(),
                layer.outputShape(input),
                number(own),
                number(count.multiplications()),
                number(count.additions())));
    }

    private static String number(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }
}
