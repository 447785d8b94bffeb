package org.addernet.examples;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.addernet.data.DataLoader;
import org.addernet.data.Dataset;
import org.addernet.data.Strokes;
import org.addernet.data.transform.Preprocess;
import org.addernet.inference.Classifier;
import org.addernet.io.ModelFile;
import org.addernet.io.Preprocessing;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.layer.BatchNorm;
import org.addernet.nn.layer.Conv2d;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.layer.Linear;
import org.addernet.nn.layer.MaxPool2d;
import org.addernet.nn.layer.Relu;
import org.addernet.nn.layer.Sequential;
import org.addernet.optim.Adam;
import org.addernet.optim.schedule.Schedule;
import org.addernet.train.Trainer;

/** A web service that tells the digit of a PNG picture. */
public final class ClassifierService {

    /** Grey pictures of the network's size, normalised. */
    private static final Preprocessing PREPROCESSING =
            new Preprocessing(1, 0, 0, 0, List.of(0.1225f), List.of(0.2734f));

    private static final int ASKED = 20;

    private ClassifierService() {}

    private static ModelFile train() {
        Sequential layers = new Sequential()
                .add("conv", Conv2d.builder(Similarity.L1, 1, 8, 5).stride(2).build())
                .add("bn", new BatchNorm(8))
                .add("relu", new Relu())
                .add("pool", new MaxPool2d(2))
                .add("flatten", new Flatten())
                .add("fc", new Linear(Similarity.CROSS_CORRELATION, 6 * 6 * 8, 10));
        Dataset digits = Strokes.draw(2500, 1).with(new Preprocess(PREPROCESSING));
        Dataset others = Strokes.draw(200, 2).with(new Preprocess(PREPROCESSING));
        Model model = new Model("digits", List.of(digits.imageShape()), layers);
        Trainer.of(model)
                .optimizer(Adam.builder())
                .schedule(Schedule.cosine(0.01, 5))
                .epochs(5)
                .fit(
                        DataLoader.of(digits).batchSize(50).shuffle(1).build(),
                        DataLoader.of(others).build());
        return ModelFile.of(model).classNames(digits.classNames()).preprocessing(PREPROCESSING);
    }

    private static void answer(Classifier classifier, HttpExchange exchange) throws IOException {
        int status = 200;
        String text;
        try {
            text = classifier.classify(exchange.getRequestBody()).best().name();
        } catch (IOException e) { // No picture, a damaged one, or one of another size.
            status = 400;
            text = "bad request";
        }
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] png(Dataset images, int index) throws IOException {
        int height = images.imageShape().dimension(0);
        int width = images.imageShape().dimension(1);
        float[] pixels = new float[images.imageShape().size()];
        images.read(index, pixels, 0, new SplittableRandom(0));
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_GRAY);
        for (int i = 0; i < pixels.length; i++) {
            picture.getRaster().setSample(i % width, i / width, 0, Math.round(255 * pixels[i]));
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "png", bytes);
        return bytes.toByteArray();
    }

    private static HttpResponse<String> post(URI address, byte[] body) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(address)
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    }

    /** Runs it; the first argument is a folder for its file (default: a new temporary one). */
    public static void main(String[] args) throws IOException, InterruptedException {
        Path folder = args.length > 0
                ? Files.createDirectories(Path.of(args[0]))
                : Files.createTempDirectory("classifier-service");
        Path file = folder.resolve("digits.safetensors");
        train().save(file);

        Classifier classifier = Classifier.load(file);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/digit", exchange -> answer(classifier, exchange));
        server.start();
        try {
            URI address =
                    URI.create("http://" + InetAddress.getLoopbackAddress().getHostAddress() + ":"
                            + server.getAddress().getPort() + "/digit");
            Dataset pictures = Strokes.draw(ASKED, 3);
            int right = 0;
            for (int i = 0; i < ASKED; i++) {
                String label = post(address, png(pictures, i)).body();
                right += label.equals(pictures.classNames().get(pictures.label(i))) ? 1 : 0;
            }
            int status = post(address, new byte[] {1, 2, 3}).statusCode();
            if (right < 0.7 * ASKED || status != 400) {
                throw new IllegalStateException("of " + ASKED + " digits " + right
                        + " are right, and the answer to what is no picture has status " + status);
            }
            System.out.println(right + " of " + ASKED + " digits are right");
        } finally {
            server.stop(0);
        }
    }
}
