package org.addernet.bench;

import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** The picture of {@link RooflineBenchmark}: the rate against the number of channels, under the limits of the machine. */
final class Roofline {

    private Roofline() {}

    /** Draws the rates and, as level lines, the limits of both ways to write the l1 forward pass. */
    static void draw(List<Result> results, Path file) throws IOException {
        List<Result> rates = results.stream()
                .filter(result -> !result.parameter("channels").isEmpty())
                .sorted(Comparator.comparingInt(Roofline::channels))
                .toList();
        double[] channels = rates.stream().mapToDouble(Roofline::channels).toArray();
        XYChart chart = new XYChartBuilder()
                .width(720)
                .height(480)
                .title("l1 forward, 3x3 on 14x14, batch 8, one thread")
                .xAxisTitle("channels in and out")
                .yAxisTitle("G/s")
                .build();
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setXAxisLogarithmic(true);
        chart.getStyler().setLegendPosition(LegendPosition.InsideSE);
        chart.getStyler().setYAxisMin(0.0);
        chart.addSeries(
                "layer", channels, rates.stream().mapToDouble(Result::gops).toArray());
        for (LimitLoop loop : List.of(LimitLoop.SUB_ABS_ADD, LimitLoop.MAX_ADD)) {
            results.stream()
                    .filter(result -> result.parameter("loop").equals(loop.toString()))
                    .forEach(limit -> chart.addSeries(
                                    "limit: " + loop,
                                    new double[] {channels[0], channels[channels.length - 1]},
                                    new double[] {limit.gops(), limit.gops()})
                            .setMarker(SeriesMarkers.NONE));
        }
        Files.createDirectories(file.toAbsolutePath().getParent());
        BitmapEncoder.saveBitmap(chart, file.toString(), BitmapFormat.PNG);
    }

    private static int channels(Result result) {
        return Integer.parseInt(result.parameter("channels"));
    }
}
