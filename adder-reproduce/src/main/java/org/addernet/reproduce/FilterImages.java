package org.addernet.reproduce;

import java.awt.Color;
import java.awt.Graphics2D;
import java.io.IOException;
import org.addernet.tensor.Tensor;

/** Figure 2: the filters of the first layer as images. */
final class FilterImages implements Experiment {

    private static final String FILTER = "conv1.filter";

    private static final int PIXEL = 20;
    private static final int GAP = 16;

    @Override
    public String name() {
        return "figure2";
    }

    @Override
    public String title() {
        return "Filters of the first layer of LeNet-5-BN";
    }

    @Override
    public String paper() {
        return "Filters of an AdderNet share patterns with those of a CNN.";
    }

    @Override
    public void run(Laboratory laboratory, Draft draft) throws IOException {
        for (Network network : Network.values()) {
            Run run = laboratory.trainFirst(laboratory.leNet5(network.similarity()), draft);
            Tensor filter = run.parameter(FILTER);
            int height = filter.shape().dimension(0);
            int width = filter.shape().dimension(1);
            int filters = filter.shape().dimension(3);
            Plot.draw(
                    draft.picture(
                            "filters-" + network.similarity(),
                            network + ": the six 5x5 filters, black the least value of each, white the largest"),
                    filters * (width * PIXEL + GAP) + GAP,
                    height * PIXEL + 2 * GAP,
                    g -> {
                        for (int t = 0; t < filters; t++) {
                            draw(g, filter, t, GAP + t * (width * PIXEL + GAP));
                        }
                    });
        }
        draft.finding("To be judged by eye.");
        draft.setting(laboratory.leNet5Setting(1));
    }

    private static void draw(Graphics2D g, Tensor filter, int t, int left) {
        int size = filter.shape().dimension(0) * filter.shape().dimension(1);
        int filters = filter.shape().dimension(3);
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            least = Math.min(least, filter.data()[i * filters + t]);
            most = Math.max(most, filter.data()[i * filters + t]);
        }
        for (int i = 0; i < size; i++) {
            float gray = (filter.data()[i * filters + t] - least) / Math.max(Float.MIN_NORMAL, most - least);
            g.setColor(new Color(gray, gray, gray));
            int width = filter.shape().dimension(1);
            g.fillRect(left + i % width * PIXEL, GAP + i / width * PIXEL, PIXEL, PIXEL);
        }
        g.setColor(Color.GRAY);
        g.drawRect(
                left, GAP, filter.shape().dimension(1) * PIXEL, filter.shape().dimension(0) * PIXEL);
    }
}
