package org.addernet.examples;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs each program, which throws if its result is not what it should be. */
@Tag("once")
class ExamplesTest {

    private interface Program {
        void main(String[] args) throws Exception;
    }

    @TempDir
    Path folder;

    static Stream<Named<Program>> programs() {
        return Stream.of(
                program("OwnLayer", OwnLayer::main),
                program("SqueezeExcite", SqueezeExcite::main),
                program("TwoInputs", TwoInputs::main),
                program("SharedWeights", SharedWeights::main),
                program("SegmentationShape", SegmentationShape::main),
                program("CsvRegression", CsvRegression::main),
                program("TransferLearning", TransferLearning::main),
                program("OwnOptimizer", OwnOptimizer::main),
                program("SimilarityMix", SimilarityMix::main),
                program("ClassifierService", ClassifierService::main),
                program("Digits", Digits::main));
    }

    private static Named<Program> program(String name, Program program) {
        return Named.of(name, program);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void theProgramFindsItsResultAsItShouldBe(Program program) throws Exception {
        program.main(new String[] {folder.toString()});
    }
}
