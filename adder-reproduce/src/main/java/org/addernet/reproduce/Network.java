package org.addernet.reproduce;

import org.addernet.kernel.Similarity;

/** The two that the paper puts beside each other, by the names that it gives them. */
enum Network {
    ADDER_NET("AdderNet", Similarity.L1),
    CNN("CNN", Similarity.CROSS_CORRELATION);

    private final String label;
    private final Similarity similarity;

    Network(String label, Similarity similarity) {
        this.label = label;
        this.similarity = similarity;
    }

    Similarity similarity() {
        return similarity;
    }

    /** Returns the paper's name. */
    @Override
    public String toString() {
        return label;
    }
}
