package org.addernet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code adder ops} and {@code adder models} print. */
class OpsCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String arguments) {
        return Adder.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments.split(" "));
    }

    @Test
    void tableOfLayersAndTotals() {
        assertThat(run("ops --model resnet32 --similarity cross-correlation")).isZero();
        assertThat(out.toString())
                .startsWith("resnet32 (cross-correlation), input [1,32,32,3]")
                .containsPattern("conv1 +Conv2d +\\[1,32,32,16] +442,368 +442,368 +0")
                .containsPattern("stage2.0.shortcut.conv +Conv2d +\\[1,16,16,32] +131,072 +131,072 +0")
                .containsPattern("fc +Linear +\\[1,10] +640 +640 +0")
                // 6 cycles for a multiplication and an addition, and 4.6 pJ.
                .containsPattern("\nfilters +414,748,416 +317,974 +69,124,736 +69,124,736 +0")
                .containsPattern("\ninner +412,090,368 +315,936 +68,681,728 +68,681,728 +0");
    }

    @Test
    void adderLayersDoNotMultiply() {
        assertThat(run("ops --model resnet20")).isZero();
        assertThat(out.toString())
                .startsWith("resnet20 (l1),")
                .containsPattern("stage1.0.conv1 +Conv2d +\\[1,32,32,16] +0 +4,718,592 +0")
                .containsPattern("\ninner +161,480,704 +72,666 +0 +80,740,352 +0");
    }

    @Test
    void jsonHasTheSameNumbers() throws Exception {
        assertThat(run("ops --model lenet5-bn --classes 7 --json")).isZero();
        Map<String, Object> json = JSON.std.mapFrom(out.toString());
        assertThat(json)
                .containsEntry("model", "lenet5-bn")
                .containsEntry("similarity", "l1")
                .containsEntry("classes", 7)
                .containsEntry("input", List.of(1, 32, 32, 1));
        assertThat(json)
                .extractingByKey("layers")
                .asString()
                .startsWith("[{name=conv1, type=Conv2d, output=[1, 28, 28, 6], parameters=150, hasFilter=true, "
                        + "multiplications=0, additions=235200, xnors=0}, {name=bn1,");
        // 832,536 additions of 2 cycles and 0.9 pJ.
        assertThat(2 * (416_520 - 3 * 84)).isEqualTo(832_536);
        assertThat(json)
                .extractingByKey("totals")
                .asString()
                .startsWith("{filters={multiplications=0, additions=832536, xnors=0, cycles=1665072.0, "
                        + "nanojoules=749.28");
    }

    @Test
    void imagesOfAnotherSize() {
        assertThat(run("ops --model resnet18 --input 64x64x3 --classes 200")).isZero();
        assertThat(out.toString())
                .startsWith("resnet18 (l1), input [1,64,64,3]")
                .containsPattern("fc +Linear +\\[1,200]");
    }

    @ParameterizedTest
    @CsvSource({
        "--model vgg,there is no model \"vgg\"",
        "--input 32x32,'--input is \"32x32\", it must be HxWxC, such as 32x32x1'",
        "--input 32x32x3,input has 3 channels",
        "--input 64x64x1,fc1",
        "--classes 0,'classes is 0, it must be at least 1'",
    })
    void wrongUsage(String options, String message) {
        assertThat(run("ops " + options)).isEqualTo(2);
        assertThat(err.toString()).startsWith("adder: ").contains(message);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void listsTheModels() {
        assertThat(run("models")).isZero();
        assertThat(out.toString().lines()).hasSize(12);
        assertThat(out.toString())
                .containsPattern("\nlenet5-bn +\\[32,32,1] +10 +LeNet-5 with batch normalisation")
                .containsPattern("\nresnet50 +\\[224,224,3] +1000 +ResNet of 50 layers");
    }
}
