package org.addernet.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

/** The arrows between the parts: core <- nn <- optim, core <- io <- data, all of these <- train <- reproduce <- cli. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.addernet");

    @Test
    void partsDependOnlyAsDrawn() {
        layeredArchitecture()
                .consideringOnlyDependenciesInAnyPackage("org.addernet..")
                .layer("core")
                .definedBy("org.addernet.tensor..", "org.addernet.parallel..", "org.addernet.kernel..")
                .layer("nn")
                .definedBy("org.addernet.nn..")
                .layer("optim")
                .definedBy("org.addernet.optim..")
                .layer("data")
                .definedBy("org.addernet.data..")
                .layer("io")
                .definedBy("org.addernet.io..")
                .layer("train")
                .definedBy("org.addernet.train..")
                .layer("reproduce")
                .definedBy("org.addernet.reproduce..")
                .layer("cli")
                .definedBy("org.addernet.cli..")
                .whereLayer("cli")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("reproduce")
                .mayOnlyBeAccessedByLayers("cli")
                .whereLayer("train")
                .mayOnlyBeAccessedByLayers("reproduce", "cli")
                .whereLayer("io")
                .mayOnlyBeAccessedByLayers("data", "train", "reproduce", "cli")
                .whereLayer("data")
                .mayOnlyBeAccessedByLayers("train", "reproduce", "cli")
                .whereLayer("optim")
                .mayOnlyBeAccessedByLayers("train", "reproduce", "cli")
                .whereLayer("nn")
                .mayOnlyBeAccessedByLayers("optim", "train", "reproduce", "cli")
                .check(CLASSES);
    }

    @Test
    void packagesHaveNoCycles() {
        slices().matching("org.addernet.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void onlyTheVectorKernelsNameTheIncubatorModule() {
        noClasses()
                .that()
                .resideOutsideOfPackage("org.addernet.kernel.vector")
                .or()
                .haveSimpleName("VectorProvider")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("jdk.incubator.vector")
                .check(CLASSES);
    }

    @Test
    void kernelsAreFoundOnlyThroughTheirInterface() {
        String[] implementations = {
            "org.addernet.kernel.binary",
            "org.addernet.kernel.reference",
            "org.addernet.kernel.scalar",
            "org.addernet.kernel.vector"
        };
        noClasses()
                .that()
                .resideOutsideOfPackages(implementations)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(implementations)
                .check(CLASSES);
    }
}
