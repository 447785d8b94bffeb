package org.addernet.reproduce;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.addernet.io.AtomicFile;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.lines.SeriesLines;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Pictures of one style, drawn at twice their size so that they are sharp on paper. */
final class Plot {

    private static final System.Logger LOG = System.getLogger(Plot.class.getName());

    static final int WIDTH = 720;
    private static final int HEIGHT = 480;
    private static final int SCALE = 2;

    /** In XChart's own, larger font the labels of many epochs run together. */
    private static final Font TICK_FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 11);

    /** Ten colours that can be told apart, also on paper (ColorBrewer's Paired and Dark2, chosen for contrast on white). */
    private static final List<Color> COLORS = List.of(
            new Color(0x1f78b4),
            new Color(0xe31a1c),
            new Color(0x33a02c),
            new Color(0xff7f00),
            new Color(0x6a3d9a),
            new Color(0xb15928),
            new Color(0x17becf),
            new Color(0xe7298a),
            new Color(0x666666),
            new Color(0xb8a000));

    private Plot() {}

    /** Returns an empty chart. */
    static XYChart chart(String title, String x, String y) {
        XYChart chart = new XYChartBuilder()
                .width(WIDTH)
                .height(HEIGHT)
                .title(title)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler()
                .setSeriesColors(COLORS.toArray(Color[]::new))
                .setChartBackgroundColor(Color.WHITE)
                .setLegendBorderColor(Color.LIGHT_GRAY)
                .setLegendPosition(LegendPosition.OutsideE)
                .setLegendFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        chart.getStyler()
                .setXAxisDecimalPattern("0.##")
                .setYAxisDecimalPattern("0.##")
                .setAxisTickLabelsFont(TICK_FONT);
        return chart;
    }

    /** Gives a chart a logarithmic y axis. */
    static void logarithmic(XYChart chart) {
        chart.getStyler().setYAxisLogarithmic(true).setYAxisDecimalPattern("0E0");
    }

    /** Adds a line; marked where it has one point only. */
    static void line(XYChart chart, String name, double[] x, double[] y) {
        Marker marker = x.length == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE;
        chart.addSeries(name, x, y).setMarker(marker).setLineStyle(new BasicStroke(2));
    }

    /** Adds points without a line. */
    static void points(XYChart chart, String name, double[] x, double[] y) {
        chart.addSeries(name, x, y).setMarker(SeriesMarkers.CIRCLE).setLineStyle(SeriesLines.NONE);
    }

    /** Writes a chart as PNG. */
    static void write(Path file, XYChart chart) {
        draw(file, chart.getWidth(), chart.getHeight(), g -> chart.paint(g, chart.getWidth(), chart.getHeight()));
    }

    /** Writes what is drawn as PNG; where Java cannot draw, for want of fonts say, a warning takes its place. */
    static void draw(Path file, int width, int height, Consumer<Graphics2D> drawing) {
        try {
            BufferedImage image = new BufferedImage(SCALE * width, SCALE * height, BufferedImage.TYPE_INT_RGB);
            Graphics2D g = image.createGraphics();
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setColor(Color.WHITE);
            g.fillRect(0, 0, image.getWidth(), image.getHeight());
            g.scale(SCALE, SCALE);
            drawing.accept(g);
            g.dispose();
            AtomicFile.write(file, out -> {
                // Not ImageIO.write to the stream itself, which wants a file in the folder of temporary files.
                try (ImageOutputStream data = new MemoryCacheImageOutputStream(out)) {
                    ImageIO.write(image, "png", data);
                }
            });
        } catch (Throwable e) { // Of a missing font or library AWT throws errors of all kinds.
            LOG.log(System.Logger.Level.WARNING, "{0}: the picture was not drawn: {1}", file, e);
        }
    }
}
