package org.addernet.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.core.importer.Locations;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The arrows between the parts: core <- nn <- optim, core <- io <- data, (io, data) <- inference <- cli, (optim, io, data) <-
 * train <- analysis <- reproduce <- cli.
 *
 * <p>Each rule is also shown a class that breaks it, since a rule that sees no class, or the wrong ones, breaks never.
 */
class ArchitectureTest {

    private static final ImportOption NO_TESTS = ImportOption.Predefined.DO_NOT_INCLUDE_TESTS;

    private static final JavaClasses CLASSES =
            new ClassFileImporter().withImportOption(NO_TESTS).importPackages("org.addernet");

    private static final String[] KERNELS = {
        "org.addernet.kernel.binary",
        "org.addernet.kernel.reference",
        "org.addernet.kernel.scalar",
        "org.addernet.kernel.vector"
    };

    private static final ArchRule LAYERS = layeredArchitecture()
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
            .layer("inference")
            .definedBy("org.addernet.inference..")
            .layer("train")
            .definedBy("org.addernet.train..")
            .layer("analysis")
            .definedBy("org.addernet.analysis..")
            .layer("reproduce")
            .definedBy("org.addernet.reproduce..")
            .layer("cli")
            .definedBy("org.addernet.cli..")
            .whereLayer("cli")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("reproduce")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("inference")
            .mayOnlyBeAccessedByLayers("cli")
            .whereLayer("analysis")
            .mayOnlyBeAccessedByLayers("reproduce", "cli")
            .whereLayer("train")
            .mayOnlyBeAccessedByLayers("analysis", "reproduce", "cli")
            .whereLayer("io")
            .mayOnlyBeAccessedByLayers("data", "inference", "train", "analysis", "reproduce", "cli")
            .whereLayer("data")
            .mayOnlyBeAccessedByLayers("inference", "train", "analysis", "reproduce", "cli")
            .whereLayer("optim")
            .mayOnlyBeAccessedByLayers("train", "analysis", "reproduce", "cli")
            .whereLayer("nn")
            .mayOnlyBeAccessedByLayers("optim", "io", "inference", "train", "analysis", "reproduce", "cli")
            .ensureAllClassesAreContainedInArchitecture();

    private static final ArchRule NO_CYCLES =
            slices().matching("org.addernet.(**)").should().beFreeOfCycles();

    private static final ArchRule INCUBATOR = noClasses()
            .that()
            .resideOutsideOfPackage("org.addernet.kernel.vector")
            .or()
            .haveSimpleName("VectorProvider")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jdk.incubator.vector");

    private static final ArchRule INTERFACE = noClasses()
            .that()
            .resideOutsideOfPackages(KERNELS)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(KERNELS);

    @TempDir
    Path folder;

    @Test
    void partsDependOnlyAsDrawn() throws IOException {
        LAYERS.check(CLASSES);
        assertBroken(
                LAYERS,
                "org.addernet.tensor org.addernet.nn.Model",
                "org.addernet.nn.layer org.addernet.optim.Sgd",
                "org.addernet.optim org.addernet.train.Trainer",
                "org.addernet.data org.addernet.nn.Model",
                "org.addernet.io org.addernet.data.Dataset",
                "org.addernet.inference org.addernet.train.Trainer",
                "org.addernet.train org.addernet.inference.Classifier",
                "org.addernet.train.metric org.addernet.analysis.Features",
                "org.addernet.analysis org.addernet.reproduce.Reproduction",
                "org.addernet.reproduce org.addernet.cli.Adder",
                "org.addernet.other java.lang.String");
    }

    @Test
    void packagesHaveNoCycles() throws IOException {
        NO_CYCLES.check(CLASSES);
        assertBroken(NO_CYCLES, "org.addernet.train.listener org.addernet.train.Trainer");
    }

    @Test
    void onlyTheVectorKernelsNameTheIncubatorModule() throws IOException {
        INCUBATOR.check(CLASSES);
        assertBroken(
                INCUBATOR,
                "org.addernet.kernel.scalar jdk.incubator.vector.FloatVector",
                "org.addernet.kernel jdk.incubator.vector.VectorSpecies");
        assertThat(CLASSES.stream()
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(dependency -> dependency
                                        .getTargetClass()
                                        .getPackageName()
                                        .equals("jdk.incubator.vector")))
                        .map(JavaClass::getPackageName))
                .isNotEmpty()
                .containsOnly("org.addernet.kernel.vector");
    }

    @Test
    void kernelsAreFoundOnlyThroughTheirInterface() throws IOException {
        INTERFACE.check(CLASSES);
        assertBroken(
                INTERFACE,
                "org.addernet.nn org.addernet.kernel.binary.BinaryConvolution",
                "org.addernet.kernel org.addernet.kernel.scalar.ScalarProvider",
                "org.addernet.train org.addernet.kernel.reference.ReferenceProvider",
                "org.addernet.cli org.addernet.kernel.vector.VectorProvider");
    }

    /** Benchmarks and examples are beside the parts, not among them: the command must not depend on them. */
    @Test
    void theRulesSeeTheClassesOfAllModules() throws IOException {
        Set<String> modules = modules();
        Set<String> seen = new TreeSet<>();
        for (JavaClass type : CLASSES) {
            Matcher module = Pattern.compile("/(adder-[a-z]+)/target/")
                    .matcher(type.getSource().orElseThrow().getUri().toString());
            if (module.find()) {
                seen.add(module.group(1));
            }
        }
        assertThat(seen).isEqualTo(modules);
    }

    @Test
    void theBillOfMaterialsListsAllModulesThatOthersCanUse() throws IOException {
        assertThat(found("<artifactId>(adder-[^<]+)</artifactId>", Path.of("..", "adder-bom", "pom.xml")))
                .containsOnlyOnceElementsOf(modules())
                .hasSize(modules().size() + 1)
                .contains("adder-bom");
    }

    /** Returns the modules of the build that have classes for others. */
    private static Set<String> modules() throws IOException {
        Set<String> modules = new TreeSet<>(found("<module>([^<]+)</module>", Path.of("..", "pom.xml")));
        assertThat(modules.removeAll(Set.of("adder-bench", "adder-bom", "adder-examples")))
                .isTrue();
        return modules;
    }

    private static List<String> found(String pattern, Path file) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(file))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    /**
     * Asserts that classes which have a field of a type break the rule among all others, each by its name.
     *
     * @param intruders for each the package that it is in and the type
     */
    private void assertBroken(ArchRule rule, String... intruders) throws IOException {
        Path classes = Files.createDirectory(folder.resolve("classes"));
        List<String> arguments = new ArrayList<>(List.of("-d", classes.toString(), "-proc:none", "-nowarn"));
        arguments.addAll(
                List.of("--add-modules", "jdk.incubator.vector", "-cp", System.getProperty("java.class.path")));
        for (int i = 0; i < intruders.length; i++) {
            String[] packageAndType = intruders[i].split(" ");
            Path source = folder.resolve("Intruder" + i + ".java");
            Files.writeString(
                    source,
                    "package " + packageAndType[0] + "; class Intruder" + i + " { " + packageAndType[1] + " field; }");
            arguments.add(source.toString());
        }
        OutputStream ignored = OutputStream.nullOutputStream();
        assertThat(ToolProvider.getSystemJavaCompiler().run(null, null, ignored, arguments.toArray(String[]::new)))
                .isZero();

        List<Location> all = new ArrayList<>(Locations.ofPackage("org.addernet"));
        all.add(Location.of(classes));
        JavaClasses withIntruders =
                new ClassFileImporter().withImportOption(NO_TESTS).importLocations(all);
        assertThat(withIntruders).hasSize(CLASSES.size() + intruders.length);
        String report = rule.evaluate(withIntruders).getFailureReport().toString();
        for (int i = 0; i < intruders.length; i++) {
            assertThat(report).contains(intruders[i].split(" ")[0] + ".Intruder" + i);
        }
    }
}
