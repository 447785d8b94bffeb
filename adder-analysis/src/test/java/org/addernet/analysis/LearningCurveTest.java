package org.addernet.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.History;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture of a training. */
class LearningCurveTest {

    @TempDir
    Path folder;

    @Test
    void aCurveThatCannotBeDrawnIsNotTheEndOfTheTraining() throws IOException {
        History history = new History(folder.resolve("metrics.csv"));
        history.epochFinished(new EpochResult(1, 0.5, 0.25, 0.75, 0.125, 2, 0.5));
        Path taken = Files.createDirectory(folder.resolve("curve.png"));
        new LearningCurve(taken, "title", history).trainingFinished();
        assertThat(taken).isEmptyDirectory();
    }

    @Test
    void theCurveIsAPictureOfBothCharts() throws IOException {
        History history = new History(folder.resolve("metrics.csv"));
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
}
