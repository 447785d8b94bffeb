package org.addernet.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.addernet.data.DatasetInfo;
import org.addernet.data.Datasets;
import org.addernet.data.cache.DataCache;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code adder datasets}: lists the data sets that there are. */
@Command(
        name = "datasets",
        description = "Lists the data sets; what is missing is downloaded when it is used.",
        mixinStandardHelpOptions = true)
final class DatasetsCommand implements Callable<Integer> {

    private static final String ROW = "%-16s %-10s %7s %9s %9s  %s%n";

    @Spec
    CommandSpec spec = CommandSpec.create();

    /** For picocli. */
    DatasetsCommand() {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.printf(ROW, "data set", "image", "classes", "training", "test", "description");
        for (DatasetInfo data : Datasets.infos()) {
            out.printf(
                    Locale.ROOT,
                    ROW,
                    data.name(),
                    data.imageShape(),
                    data.classes(),
                    data.trainSize(),
                    data.testSize(),
                    data.description());
        }
        out.printf(
                ROW,
                Datasets.IMAGE_FOLDER + "DIR",
                "",
                "",
                "",
                "",
                "DIR/train/CLASS/*.jpg and DIR/val/CLASS/*.jpg, or DIR/CLASS/*.jpg");
        out.println();
        out.println(
                "Files live in " + DataCache.standard().root() + "; " + DataCache.VARIABLE + " names another folder.");
        out.flush();
        return 0;
    }
}
