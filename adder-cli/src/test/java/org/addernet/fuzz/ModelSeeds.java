package org.addernet.fuzz;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.addernet.data.DataSignature;
import org.addernet.data.Strokes;
import org.addernet.io.Npy;
import org.addernet.io.Safetensors;
import org.addernet.kernel.Similarity;
import org.addernet.nn.Model;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.optim.Sgd;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.addernet.train.Checkpoint;
import org.addernet.train.listener.CsvLog;
import org.addernet.train.listener.EpochResult;
import org.addernet.train.listener.Progress;

/** Small valid files of tensors, checkpoints and metrics, by the library's own writers. */
final class ModelSeeds {

    private ModelSeeds() {}

    static List<byte[]> safetensors(Path folder) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("stage1.0.filter", Tensor.zeros(Shape.of(3, 3, 2, 1)));
        tensors.put("bias", Tensor.of(Shape.of(2), 1, -1));
        tensors.put("scalar", Tensor.zeros(Shape.of()));
        tensors.put("none", Tensor.zeros(Shape.of(0, 4)));
        Path file = folder.resolve("seed.safetensors");
        Safetensors.write(file, tensors, Map.of("format", "pt", "note", "caf\u00e9 \u4e2d"));
        byte[] whole = Files.readAllBytes(file);
        Safetensors.write(file, Map.of("a", Tensor.zeros(Shape.of(2))), Map.of());
        String types = "{\"__metadata__\":null,\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]},"
                + "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":[4,8]},"
                + "\"c\":{\"dtype\":\"I64\",\"shape\":[1],\"data_offsets\":[8,16]}}";
        return List.of(whole, Files.readAllBytes(file), withHeader(types, new byte[16]));
    }

    /** Returns a safetensors file with this header. */
    static byte[] withHeader(String header, byte[] data) {
        byte[] text = header.getBytes(StandardCharsets.UTF_8);
        byte[] length = new byte[Long.BYTES];
        for (int i = 0; i < 4; i++) {
            length[i] = (byte) (text.length >> 8 * i);
        }
        byte[] file = new byte[length.length + text.length + data.length]; // may be larger than mutations are
        System.arraycopy(length, 0, file, 0, length.length);
        System.arraycopy(text, 0, file, length.length, text.length);
        System.arraycopy(data, 0, file, length.length + text.length, data.length);
        return file;
    }

    static List<byte[]> npy(Path folder) throws IOException {
        Path file = folder.resolve("seed.npy");
        Npy.write(file, Tensor.zeros(Shape.of(2, 3, 4)));
        byte[] first = Files.readAllBytes(file);
        byte[] second =
                Bytes.concat(Arrays.copyOf(first, 10), new byte[2], Arrays.copyOfRange(first, 10, first.length));
        second[6] = 2;
        byte[] third = second.clone();
        third[6] = 3;
        Npy.write(file, Tensor.zeros(Shape.of()));
        return List.of(first, second, third, Files.readAllBytes(file));
    }

    /** A checkpoint after an epoch, and one in the middle. */
    static List<byte[]> checkpoints(Path folder) throws IOException {
        return List.of(
                checkpoint(folder, Progress.after(2)), checkpoint(folder, new Progress(2, 64, 1.5, 30, 2.5, 0.1)));
    }

    /** A checkpoint in the middle of an epoch without its tensors, so that all mutations meet the metadata. */
    static byte[] metadata(Path folder) throws IOException {
        Path file = folder.resolve("seed-checkpoint.safetensors");
        Files.write(file, checkpoint(folder, new Progress(2, 64, 1.5, 30, 2.5, 0.1)));
        Safetensors.write(file, Map.of(), Safetensors.read(file).metadata());
        return Files.readAllBytes(file);
    }

    private static final DataSignature SIGNATURE = DataSignature.of(Strokes.draw(10, 1), Strokes.draw(10, 2));

    private static byte[] checkpoint(Path folder, Progress progress) throws IOException {
        Path file = folder.resolve("seed-checkpoint.safetensors");
        Model model = LeNet5.bn(10, Similarity.L1).initialize(1);
        Map<String, String> options = Map.of("--data", "mnist", "--lr", "0.1", "--epochs", "3");
        Checkpoint.write(file, model, Sgd.builder().build(model.parameters()), progress, 0.5, SIGNATURE, options);
        return Files.readAllBytes(file);
    }

    static List<byte[]> histories(Path folder) throws IOException {
        Path file = folder.resolve("seed.csv");
        CsvLog history = new CsvLog(file);
        history.epochFinished(new EpochResult(1, 2.25, 0.25, 2.5, 0.125, 1.5, 0.25));
        history.epochFinished(new EpochResult(2, 1.25, 0.5, Double.NaN, 0.5, 1.5, 0.25));
        String old = "epoch,train_loss,train_accuracy,test_loss,test_accuracy,seconds\n1,2.5,0.25,2.5,0.125,1.5\n";
        return List.of(Files.readAllBytes(file), old.getBytes(StandardCharsets.UTF_8));
    }
}
