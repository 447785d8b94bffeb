package org.addernet.fuzz;

import java.util.Random;

/** Makes an input from another; one that cannot be applied returns the input as it is. */
@FunctionalInterface
interface Mutation {

    byte[] apply(byte[] input, Random random);

    /** Returns one of these at random. */
    static Mutation oneOf(Mutation... mutations) {
        return (input, random) -> mutations[random.nextInt(mutations.length)].apply(input, random);
    }
}
