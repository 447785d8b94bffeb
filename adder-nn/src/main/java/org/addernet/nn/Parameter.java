package org.addernet.nn;

import java.util.Random;
import org.addernet.nn.init.Initializer;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;

/** A tensor that training changes, with its name and its role. */
public final class Parameter {

    /** What a parameter does in its layer; the optimiser treats roles differently. */
    public enum Role {
        /** The filter of a distance: adaptive learning-rate scaling applies to it (Eq. 12 and 13). */
        ADDER_FILTER,
        /** The filter of an ordinary convolution. */
        FILTER,
        /** The filter of which only the signs and the mean magnitude count: weight decay does not apply to it. */
        BINARY_FILTER,
        /** A number added to each channel. */
        BIAS,
        /** A number that multiplies each channel: the γ of a batch normalisation, or the slope of a PReLU. */
        SCALE,
        /** The β of a batch normalisation. */
        SHIFT;

        /** Returns whether this is the filter of a layer, whatever its similarity. */
        public boolean isFilter() {
            return this == ADDER_FILTER || this == FILTER || this == BINARY_FILTER;
        }
    }

    private final Role role;
    private final Tensor value;
    private final Initializer initializer;
    private String name;
    private boolean frozen;

    /** Creates a parameter with first values; {@link Model#initialize} gives it others. */
    Parameter(String name, Role role, Shape shape, Initializer initializer) {
        this.name = name;
        this.role = role;
        this.value = Tensor.zeros(shape);
        this.initializer = initializer;
        initialize(new Random(Model.DEFAULT_SEED));
    }

    /** Returns the dotted name in the model, such as {@code stage1.0.conv1.filter}. */
    public String name() {
        return name;
    }

    /** Returns the role. */
    public Role role() {
        return role;
    }

    /** Returns the current value. */
    public Tensor value() {
        return value;
    }

    /** Sets the value to the initialiser's, drawn from {@code random}. */
    public void initialize(Random random) {
        initializer.fill(value, random);
    }

    /** Returns whether it gets no gradients; {@link Layer#freeze} decides. */
    public boolean isFrozen() {
        return frozen;
    }

    void setFrozen(boolean value) {
        frozen = value;
    }

    void rename(String newName) {
        name = newName;
    }

    /** Returns name, role and shape. */
    @Override
    public String toString() {
        return name + " " + role + " " + value.shape();
    }
}
