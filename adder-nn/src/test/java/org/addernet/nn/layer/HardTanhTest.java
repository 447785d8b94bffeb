package org.addernet.nn.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.addernet.nn.Pass;
import org.addernet.parallel.Workers;
import org.addernet.tensor.Shape;
import org.addernet.tensor.Tensor;
import org.junit.jupiter.api.Test;

class HardTanhTest {

    private static final float[] X = {
        -Float.MAX_VALUE,
        Math.nextDown(-1f),
        -1,
        -0.5f,
        0,
        0.5f,
        1,
        Math.nextUp(1f),
        2,
        Float.POSITIVE_INFINITY,
        Float.NaN
    };

    @Test
    void clipsToOneAndKeepsNaN() {
        Tensor y = new HardTanh().forward(Tensor.of(Shape.of(X.length), X), Pass.inference());
        assertThat(y.data()).containsExactly(-1, -1, -1, -0.5f, 0, 0.5f, 1, 1, 1, 1, Float.NaN);
    }

    @Test
    void gradientPassesWhereNothingIsClipped() {
        Tensor x = Tensor.of(Shape.of(X.length), X);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(x);
        Tensor y = new HardTanh().forward(x, pass);
        float[] dy = new float[X.length];
        Arrays.fill(dy, -3);
        pass.backward(y, Tensor.of(y.shape(), dy));
        assertThat(pass.gradient(x).data()).containsExactly(-0f, -0f, -3, -3, -3, -3, -3, -0f, -0f, -0f, Float.NaN);
    }

    @Test
    void gradientOfManyTasksIsThatOfEachValue() {
        float[] values = new float[100_003];
        for (int i = 0; i < values.length; i++) {
            values[i] = (i - 50_000) / 20_000f;
        }
        Tensor x = Tensor.of(Shape.of(values.length), values);
        Pass pass = Pass.training(Workers.shared());
        pass.watch(x);
        Tensor y = new HardTanh().forward(x, pass);
        pass.backward(y, x);
        float[] dx = pass.gradient(x).data();
        for (int i = 0; i < dx.length; i++) {
            assertThat(dx[i]).as("x = %s", values[i]).isEqualTo(Math.abs(values[i]) <= 1 ? values[i] : 0);
        }
    }
}
