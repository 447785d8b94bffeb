package org.addernet.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.EpochResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The picture of a training. */
class LearningCurveTest {

    @TempDir
    Path folder;

    @Test
    void aCurveThatCannotBeDrawnIsNotTheEndOfTheTraining() throws IOException {
        CsvLog history = new CsvLog(folder.resolve("metrics.csv"));
        history.epochFinished(new EpochResult(1, 0.5, 0.25, 0.75, 0.125, 2, 0.5));
        Path taken = Files.createDirectory(folder.resolve("curve.png"));
        new LearningCurve(taken, "title", history).trainingFinished();
        assertThat(taken).isEmptyDirectory();
    }

    @Test
    void theCurveIsAPictureOfBothCharts() throws IOException {
        CsvLog history = new CsvLog(folder.resolve("metrics.csv"));
        Path png = folder.resolve("curve.png");
        LearningCurve curve = new LearningCurve(png, "test", history);
        curve.trainingFinished();
        assertThat(png).doesNotExist();
        for (int epoch = 1; epoch <= 3; epoch++) {
            history.epochFinished(new EpochResult(epoch, 1.0 / epoch, 0.5, 1.2 / epoch, 0.4, 1, 0));
        }
        curve.trainingFinished();
        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(picture.getWidth()).isEqualTo(1440);
        assertThat(picture.getHeight()).isEqualTo(480);
    }

    /** Every epoch of a short training, else the multiples of 5 or 50: so none is between epochs or there twice. */
    @ParameterizedTest
    @CsvSource({"1, 1", "2, 2", "3, 3", "30, 6", "50, 10", "400, 8"})
    void theTicksOfBothChartsAreWholeEpochs(int epochs, int ticks) throws IOException {
        CsvLog history = new CsvLog(folder.resolve("metrics.csv"));
        for (int epoch = 1; epoch <= epochs; epoch++) {
            history.epochFinished(new EpochResult(epoch, 1.0 / epoch, 0.5, 1.2 / epoch, 0.4, 1, 0));
        }
        Path png = folder.resolve("curve.png");
        new LearningCurve(png, "test", history).trainingFinished();
        BufferedImage picture = ImageIO.read(png.toFile());
        assertThat(ticks(picture.getSubimage(0, 0, 720, 480))).isEqualTo(ticks);
        assertThat(ticks(picture.getSubimage(720, 0, 720, 480))).isEqualTo(ticks);
    }

    /** Counts the strokes that hang from the lowest line, the x axis. */
    private static int ticks(BufferedImage chart) {
        int axis = chart.getHeight() - 1;
        while (inked(chart, axis) < chart.getWidth() / 2) {
            axis--;
        }
        int ticks = 0;
        for (int x = 1; x < chart.getWidth(); x++) {
            ticks += isInk(chart, x, axis + 2) && !isInk(chart, x - 1, axis + 2) ? 1 : 0;
        }
        return ticks;
    }

    private static long inked(BufferedImage chart, int y) {
        return IntStream.range(0, chart.getWidth())
                .filter(x -> isInk(chart, x, y))
                .count();
    }

    private static boolean isInk(BufferedImage chart, int x, int y) {
        return (chart.getRGB(x, y) & 0xff) < 0xe0;
    }
}
