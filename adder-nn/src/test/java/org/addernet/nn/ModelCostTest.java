package org.addernet.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.addernet.kernel.Similarity;
import org.addernet.nn.ModelCost.LayerCost;
import org.addernet.nn.layer.Flatten;
import org.addernet.nn.zoo.LeNet5;
import org.addernet.nn.zoo.LeNetPlusPlus;
import org.addernet.nn.zoo.ResNet;
import org.addernet.nn.zoo.VggSmall;
import org.addernet.tensor.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The operations of the paper's networks, by hand and against its tables 2 and 3. */
class ModelCostTest {

    private static final Similarity PRODUCT = Similarity.CROSS_CORRELATION;

    private static ModelCost cost(Model model) {
        Shape image = model.imageShape();
        return ModelCost.of(model, Shape.of(1, image.dimension(0), image.dimension(1), image.dimension(2)));
    }

    /** Returns the products of a convolution with a square kernel and a square output. */
    private static long products(int side, int kernel, int inChannels, int outChannels) {
        return (long) side * side * kernel * kernel * inChannels * outChannels;
    }

    @Test
    void leNet5() {
        ModelCost cost = cost(LeNet5.bn(10, PRODUCT));
        assertThat(cost.filters()).isEqualTo(new OperationCount(416_520, 416_520));
        assertThat(cost.inner()).isEqualTo(new OperationCount(416_520 - 117_600 - 840, 416_520 - 117_600 - 840));
        // The paper's 435 K are 3 more for each output of the two large convolutions, 28² 6 and 10² 16.
        assertThat(416_520 + 3 * (28 * 28 * 6 + 10 * 10 * 16)).isEqualTo(435_432);
        assertThat(cost(LeNet5.bn(10, Similarity.L1)).filters()).isEqualTo(new OperationCount(0, 833_040));
    }

    @Test
    void leNetPlusPlus() {
        long convolutions = products(32, 5, 1, 32)
                + products(32, 5, 32, 32)
                + products(16, 5, 32, 64)
                + products(16, 5, 64, 64)
                + products(8, 5, 64, 128)
                + products(8, 5, 128, 128);
        long products = convolutions + 2048 * 2 + 2 * 10;
        assertThat(products).isEqualTo(105_680_916);
        assertThat(cost(LeNetPlusPlus.of(10, PRODUCT)).filters()).isEqualTo(new OperationCount(products, products));
    }

    @Test
    void vggSmall() {
        long inner = products(32, 3, 128, 128)
                + products(16, 3, 128, 256)
                + products(16, 3, 256, 256)
                + products(8, 3, 256, 512)
                + products(8, 3, 512, 512);
        assertThat(inner).isEqualTo(603_979_776);
        long all = inner + products(32, 3, 3, 128) + 8192 * 10;
        ModelCost cost = cost(VggSmall.of(10, PRODUCT));
        assertThat(cost.inner()).isEqualTo(new OperationCount(inner, inner));
        assertThat(cost.filters()).isEqualTo(new OperationCount(all, all));
        // The paper's 0.65 G is what two hidden layers of 4096 more would make of the first, as VGG has them.
        assertThat((inner + 8192L * 4096 + 4096L * 4096) / 1e9).isCloseTo(0.65, within(0.005));
    }

    /** He et al. (2016): 2n convolutions in each stage, the first of the second and third with half the input channels. */
    @ParameterizedTest
    @CsvSource({"20,3,40813184", "32,5,69124736", "44,7,97436288", "56,9,125747840", "110,18,253149824"})
    void resNetForCifar(int depth, int n, long expected) {
        long full = products(32, 3, 16, 16);
        assertThat(full)
                .isEqualTo(products(16, 3, 32, 32))
                .isEqualTo(products(8, 3, 64, 64))
                .isEqualTo(2_359_296);
        long first = products(32, 3, 3, 16);
        long shortcuts = products(16, 1, 16, 32) + products(8, 1, 32, 64);
        long inner = 2 * n * full + 2 * ((2 * n - 1) * full + full / 2) + shortcuts;
        assertThat(first + inner + 640).isEqualTo(expected);

        ModelCost cost = cost(ResNet.cifar(depth, 10, PRODUCT));
        assertThat(cost.filters()).isEqualTo(new OperationCount(expected, expected));
        assertThat(cost.inner()).isEqualTo(new OperationCount(inner, inner));
        assertThat(cost(ResNet.cifar(depth, 10, Similarity.L1)).inner()).isEqualTo(new OperationCount(0, 2 * inner));
        assertThat(cost(ResNet.cifar(depth, 10, Similarity.L2)).inner())
                .isEqualTo(new OperationCount(inner, 2 * inner));
    }

    /**
     * ResNet-32 is the paper's to the digit, ResNet-20 is not: no convention can give both, for the paper's networks differ by
     * less than the twelve 3x3 convolutions that ResNet-32 has more.
     */
    @Test
    void paperAboutCifar() {
        double resNet20 = cost(ResNet.cifar(20, 10, PRODUCT)).filters().multiplications() / 1e6;
        double resNet32 = cost(ResNet.cifar(32, 10, PRODUCT)).filters().multiplications() / 1e6;
        assertThat(resNet32).isCloseTo(69.12, within(0.005));
        assertThat(resNet20).isCloseTo(40.81, within(0.005));
        assertThat(resNet32 - resNet20).isCloseTo(12 * 2.359296, within(1e-6)).isGreaterThan(69.12 - 41.17 + 0.01);
    }

    @Test
    void resNet18And34() {
        long first = products(112, 7, 3, 64);
        long full = products(56, 3, 64, 64);
        long shortcut = products(28, 1, 64, 128);
        // Each stage but the first begins with half the input channels; all its other convolutions cost the same.
        long eighteen = first + 4 * full + 3 * (3 * full + full / 2 + shortcut) + 512 * 1000;
        assertThat(eighteen).isEqualTo(1_814_073_344);
        long thirtyFour = eighteen + (2 + 4 + 8 + 2) * full;
        assertThat(thirtyFour).isEqualTo(3_663_761_408L);

        ModelCost cost = cost(ResNet.imagenet(18, 1000, PRODUCT));
        assertThat(cost.filters()).isEqualTo(new OperationCount(eighteen, eighteen));
        assertThat(cost.filters().multiplications() / 1e9).isCloseTo(1.8, within(0.05));
        assertThat(cost.inner().multiplications()).isEqualTo(eighteen - first - 512_000);
        // torchvision's 11,689,512, with a batch normalisation instead of the bias of the logits; likewise below.
        assertThat(cost.parameters()).isEqualTo(11_689_512 + 1000);

        ModelCost deeper = cost(ResNet.imagenet(34, 1000, PRODUCT));
        assertThat(deeper.filters()).isEqualTo(new OperationCount(thirtyFour, thirtyFour));
        assertThat(deeper.parameters()).isEqualTo(21_797_672 + 1000);
    }

    @Test
    void resNet50() {
        long full = products(56, 3, 64, 64);
        long wide = products(56, 1, 64, 256);
        long block = wide + full + wide;
        long stage1 = products(56, 1, 64, 64) + full + wide + wide + 2 * block;
        // A block that strides: 1x1 to half the image at once, 3x3, 1x1, and the shortcut.
        long strided = products(28, 1, 256, 128) + full + wide + products(28, 1, 256, 512);
        long all = products(112, 7, 3, 64) + stage1 + 3 * strided + (3 + 5 + 2) * block + 2048 * 1000;
        assertThat(all).isEqualTo(3_857_973_248L);

        ModelCost cost = cost(ResNet.imagenet(50, 1000, PRODUCT));
        assertThat(cost.filters()).isEqualTo(new OperationCount(all, all));
        assertThat(cost.parameters()).isEqualTo(25_557_032 + 1000);
        assertThat(cost.layers().stream()
                        .filter(layer -> layer.hasFilter() && layer.name().startsWith("stage2.0"))
                        .map(layer -> layer.name() + " " + layer.output()))
                .containsExactly(
                        "stage2.0.conv1 [1,28,28,128]",
                        "stage2.0.conv2 [1,28,28,128]",
                        "stage2.0.conv3 [1,28,28,512]",
                        "stage2.0.shortcut.conv [1,28,28,512]");
        assertThat(all / 1e9).isCloseTo(3.9, within(0.05));
        // The paper has 7.7 G additions for the adder network.
        assertThat(2 * all / 1e9).isCloseTo(7.7, within(0.05));
    }

    @Test
    void totalsAddUpAndShortcutsCountOnce() {
        ModelCost cost = cost(ResNet.cifar(20, 10, Similarity.L1));
        assertThat(cost.parameters())
                .isEqualTo(
                        cost.layers().stream().mapToLong(LayerCost::parameters).sum())
                .isEqualTo(272_484);
        // Batch normalisation: 7 outputs of 16 channels, 7 of 32 with the shortcut's, 7 of 64, and the logits.
        long norm = 7 * (16_384 + 8192 + 4096) + 10;
        long sums = 3 * (16_384 + 8192 + 4096);
        OperationCount rest = new OperationCount(norm + 64, norm + sums + 4096);
        assertThat(cost.total()).isEqualTo(cost.filters().plus(rest));
    }

    @Test
    void imagesOfAnotherSize() {
        Model model = ResNet.cifar(20, 10, PRODUCT);
        long products = cost(model).inner().multiplications();
        assertThat(ModelCost.of(model, Shape.of(1, 64, 64, 3)).inner().multiplications())
                .isEqualTo(4 * products);
        assertThat(ModelCost.of(model, Shape.of(2, 32, 32, 3)).inner().multiplications())
                .isEqualTo(2 * products);
    }

    @Test
    void aModelWithoutFiltersCostsNothingInThem() {
        Model model = new Model("flat", PRODUCT, Shape.of(2, 2, 3), new Flatten());
        assertThat(cost(model)).satisfies(cost -> {
            assertThat(cost.filters()).isEqualTo(OperationCount.NONE);
            assertThat(cost.inner()).isEqualTo(OperationCount.NONE);
        });
    }
}
