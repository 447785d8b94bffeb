package org.addernet.train.listener;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.addernet.io.AtomicFile;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Draws accuracy and loss over the epochs as a PNG at the end of the training. */
public final class LearningCurve implements TrainingListener {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 480;

    private final Path file;
    private final String title;
    private final History history;

    /**
     * Creates the listener.
     *
     * @param file the picture, in a folder that must exist
     * @param title what was trained
     * @param history where the results are; it must be told of an epoch before this
     */
    public LearningCurve(Path file, String title, History history) {
        this.file = file;
        this.title = title;
        this.history = history;
    }

    @Override
    public void trainingFinished() throws IOException {
        List<EpochResult> results = history.results();
        if (results.isEmpty()) {
            return;
        }
        XYChart accuracy = chart("Accuracy (%)");
        accuracy.getStyler().setLegendPosition(LegendPosition.InsideSE);
        line(accuracy, "training", results, r -> 100 * r.trainAccuracy());
        line(accuracy, "test", results, r -> 100 * r.testAccuracy());
        XYChart loss = chart("Loss (cross-entropy)");
        loss.getStyler().setLegendPosition(LegendPosition.InsideNE);
        line(loss, "training", results, EpochResult::trainLoss);
        line(loss, "test", results, EpochResult::testLoss);
        ByteArrayOutputStream picture = new ByteArrayOutputStream();
        BitmapEncoder.saveBitmap(List.of(accuracy, loss), 1, 2, picture, BitmapFormat.PNG);
        AtomicFile.write(file, picture::writeTo);
    }

    private XYChart chart(String quantity) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle("Epoch")
                .yAxisTitle(quantity)
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisDecimalPattern("#");
        return chart;
    }

    private static void line(
            XYChart chart, String name, List<EpochResult> results, ToDoubleFunction<EpochResult> value) {
        double[] x = results.stream().mapToDouble(EpochResult::epoch).toArray();
        double[] y = results.stream().mapToDouble(value).toArray();
        chart.addSeries(name, x, y).setMarker(x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
    }
}
