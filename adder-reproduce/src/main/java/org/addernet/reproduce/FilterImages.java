package org.addernet.reproduce;

import java.awt.Color;
import java.awt.Graphics2D;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
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
    public Section run(Laboratory laboratory) throws IOException {
        List<Picture> pictures = new ArrayList<>();
        List<String> commands = new ArrayList<>();
        for (Network network : Network.values()) {
            Training training = laboratory.leNet5(network.similarity());
            commands.add(training.command());
            Tensor filter = laboratory.train(training).get(0).parameter(FILTER);
            Picture picture = new Picture(
                    "filters-" + network.similarity(),
                    network + ": the six 5x5 filters, black the least value of each, white the largest");
            pictures.add(picture);
            draw(laboratory, picture, filter);
        }
        return new Section(
                name(),
                title(),
                "Filters of an AdderNet share patterns with those of a CNN.",
                List.of("To be judged by eye."),
                laboratory.trainingSetting(),
                List.of(),
                pictures,
                commands,
                laboratory.made(this));
    }

    private void draw(Laboratory laboratory, Picture picture, Tensor filter) throws IOException {
        int height = filter.shape().extent(0);
        int width = filter.shape().extent(1);
        int filters = filter.shape().extent(3);
        Plot.draw(
                laboratory.file(this, picture.name() + ".png"),
                filters * (width * PIXEL + GAP) + GAP,
                height * PIXEL + 2 * GAP,
                g -> {
                    for (int t = 0; t < filters; t++) {
                        draw(g, filter, t, GAP + t * (width * PIXEL + GAP));
                    }
                });
    }

    private static void draw(Graphics2D g, Tensor filter, int t, int left) {
        int size = filter.shape().extent(0) * filter.shape().extent(1);
        int filters = filter.shape().extent(3);
        float least = Float.POSITIVE_INFINITY;
        float most = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < size; i++) {
            least = Math.min(least, filter.data()[i * filters + t]);
            most = Math.max(most, filter.data()[i * filters + t]);
        }
        for (int i = 0; i < size; i++) {
            float gray = (filter.data()[i * filters + t] - least) / Math.max(Float.MIN_NORMAL, most - least);
            g.setColor(new Color(gray, gray, gray));
            int width = filter.shape().extent(1);
            g.fillRect(left + i % width * PIXEL, GAP + i / width * PIXEL, PIXEL, PIXEL);
        }
        g.setColor(Color.GRAY);
        g.drawRect(left, GAP, filter.shape().extent(1) * PIXEL, filter.shape().extent(0) * PIXEL);
    }
}
