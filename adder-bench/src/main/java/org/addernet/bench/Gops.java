package org.addernet.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Counts the terms of the sums, in units of 10^9, beside the operations.
 *
 * <p>JMH divides it by time as it does the operations: in throughput mode with seconds for the unit it is a rate, 10^9 terms
 * a second. In average-time mode it would be the time of 10^9 terms, so the benchmarks here measure throughput.
 */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class Gops {

    /** 10^9 terms since the iteration began, when JMH sets it to 0. */
    public double gops;

    /** Made by JMH. */
    public Gops() {}

    /** Counts an operation of so many terms. */
    void add(long terms) {
        gops += terms * 1e-9;
    }
}
