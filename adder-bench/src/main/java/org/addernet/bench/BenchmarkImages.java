package org.addernet.bench;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Counts images beside the operations: in throughput mode with seconds for the unit, images a second. */
@AuxCounters(AuxCounters.Type.OPERATIONS)
@State(Scope.Thread)
public class BenchmarkImages {

    /** BenchmarkImages since the iteration began, when JMH sets it to 0. */
    public long images;

    /** Made by JMH. */
    public BenchmarkImages() {}
}
