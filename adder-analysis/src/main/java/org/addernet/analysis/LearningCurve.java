package org.addernet.analysis;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.addernet.io.AtomicFile;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.TrainingListener;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * Draws accuracy and loss over the epochs as a PNG at the end of the training.
 *
 * <p>A picture that cannot be drawn, for want of fonts say, is a warning in the log and not the end of the training. Java is
 * told to draw headless unless {@code java.awt.headless} says otherwise: with a display that is gone it would not draw at all.
 */
public final class LearningCurve implements TrainingListener {

    private static final System.Logger LOG = System.getLogger(LearningCurve.class.getName());

    private static final String HEADLESS = "java.awt.headless";

    private static final int WIDTH = 720;
    private static final int HEIGHT = 480;

    private final Path file;
    private final String title;
    private final CsvLog history;

    /**
     * Creates the listener.
     *
     * @param file the picture, in a folder that must exist
     * @param title what was trained
     * @param history where the results are; it must be told of an epoch before this
     */
    public LearningCurve(Path file, String title, CsvLog history) {
        this.file = file;
        this.title = title;
        this.history = history;
    }

    @Override
    public void trainingFinished() {
        if (history.results().isEmpty()) {
            return;
        }
        if (System.getProperty(HEADLESS) == null) {
            System.setProperty(HEADLESS, "true");
        }
        try {
            draw(history.results());
        } catch (Throwable e) { // Of a missing font or library AWT throws errors of all kinds.
            LOG.log(System.Logger.Level.WARNING, "{0}: the learning curve was not drawn: {1}", file, e);
        }
    }

    private void draw(List<EpochResult> results) throws IOException {
        XYChart accuracy = chart("Accuracy (%)", results);
        accuracy.getStyler().setLegendPosition(LegendPosition.InsideSE);
        line(accuracy, "training", results, r -> 100 * r.trainAccuracy());
        line(accuracy, "test", results, r -> 100 * r.testAccuracy());
        XYChart loss = chart("Loss (cross-entropy)", results);
        loss.getStyler().setLegendPosition(LegendPosition.InsideNE);
        line(loss, "training", results, EpochResult::trainLoss);
        line(loss, "test", results, EpochResult::testLoss);
        BufferedImage picture = new BufferedImage(2 * WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D left = picture.createGraphics();
        accuracy.paint(left, WIDTH, HEIGHT);
        left.dispose();
        Graphics2D right = picture.createGraphics();
        right.translate(WIDTH, 0);
        loss.paint(right, WIDTH, HEIGHT);
        right.dispose();
        AtomicFile.write(file, out -> {
            // Not ImageIO.write to the stream itself, which wants a file in the folder of temporary files.
            try (ImageOutputStream data = new MemoryCacheImageOutputStream(out)) {
                ImageIO.write(picture, "png", data);
            }
        });
    }

    private XYChart chart(String quantity, List<EpochResult> results) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("Epoch")
                .yAxisTitle(quantity)
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisDecimalPattern("#");
        if (results.size() > 1) {
            // Points at equal distances get a tick at every n-th of them, 1, 18, 35 say, as close as the labels just
            // fit.
            // With an axis that begins beside the first point the ticks are at round numbers: whole epochs.
            chart.getStyler().setXAxisMin(results.get(0).epoch() - 0.001);
        }
        return chart;
    }

    private static void line(
            XYChart chart, String name, List<EpochResult> results, ToDoubleFunction<EpochResult> value) {
        double[] x = results.stream().mapToDouble(EpochResult::epoch).toArray();
        double[] y = results.stream().mapToDouble(value).toArray();
        chart.addSeries(name, x, y).setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
}
