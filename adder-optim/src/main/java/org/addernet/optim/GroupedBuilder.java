package org.addernet.optim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.addernet.nn.Parameter;

/**
 * The settings that all rules have: weight decay and groups.
 *
 * @param <B> the builder itself
 */
abstract class GroupedBuilder<B extends GroupedBuilder<B>> implements Optimizer.Builder {

    private record Entry(Predicate<Parameter> members, ParameterGroup group) {}

    private final List<Entry> groups = new ArrayList<>();
    private double weightDecay;

    GroupedBuilder(double weightDecay) {
        this.weightDecay = weightDecay;
    }

    /**
     * Sets the weight decay λ of all parameters but binary filters, whose signs it would flip (default: 0, of AdamW
     * {@value AdamW#DEFAULT_WEIGHT_DECAY}).
     *
     * @throws IllegalArgumentException if it is negative or not finite
     */
    public B weightDecay(double newWeightDecay) {
        ParameterGroup.requireWeightDecay(newWeightDecay);
        weightDecay = newWeightDecay;
        return self();
    }

    /**
     * Gives some parameters other settings; of several groups that have a parameter the first counts (default: no groups).
     *
     * @param members tells which parameters are in the group
     */
    public B group(Predicate<Parameter> members, ParameterGroup group) {
        groups.add(new Entry(members, group));
        return self();
    }

    abstract B self();

    /** Returns the parameters in the same order, each with the settings of its group. */
    List<GroupedParameter> settingsOf(List<Parameter> parameters) {
        return parameters.stream().map(this::settingsOf).toList();
    }

    private GroupedParameter settingsOf(Parameter parameter) {
        ParameterGroup group = groups.stream()
                .filter(entry -> entry.members.test(parameter))
                .map(Entry::group)
                .findFirst()
                .orElse(ParameterGroup.DEFAULT);
        boolean decays = parameter.role() != Parameter.Role.BINARY_FILTER;
        return new GroupedParameter(
                parameter, group.learningRateFactor(), decays ? group.weightDecayOr(weightDecay) : 0);
    }
}
