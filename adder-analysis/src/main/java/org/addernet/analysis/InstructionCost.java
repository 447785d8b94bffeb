package org.addernet.analysis;

import org.addernet.nn.OperationCount;

/**
 * What each operation costs on some hardware, to estimate what an inference takes there: all operations one after another,
 * without memory.
 *
 * @param multiplication the cost of a float multiplication
 * @param addition the cost of a float addition or subtraction
 * @param xnor the cost of an XNOR together with the integer addition that counts its bit
 */
public record InstructionCost(double multiplication, double addition, double xnor) {

    /**
     * Latencies in cycles on the VIA Nano 2000: 4 for a float multiplication, 2 for an addition (AdderNet, section 4.1, from
     * Fog, Instruction tables); 1 each for the logical operation and the integer addition of one XNOR, unpacked.
     */
    public static final InstructionCost VIA_NANO_2000_CYCLES = new InstructionCost(4, 2, 2);

    /**
     * Energies in pJ of arithmetic in 45 nm at 0.9 V: 3.7 for a float multiplication, 0.9 for an addition (Horowitz,
     * Computing's energy problem, ISSCC 2014). The table has no XNOR; with the count of its bit it is taken for an addition of
     * 8-bit integers, 0.03.
     */
    public static final InstructionCost HOROWITZ_45NM_PICOJOULES = new InstructionCost(3.7, 0.9, 0.03);

    /** Returns the cost of all operations of a count. */
    public double of(OperationCount count) {
        return multiplication * count.multiplications()
                + addition * (count.additions() - count.xnors())
                + xnor * count.xnors();
    }
}
