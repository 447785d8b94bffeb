package org.addernet.reproduce;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.addernet.io.AtomicFile;

/** A section of the report in the making; tables and pictures go into the experiment's folder at once. */
final class Draft {

    private final Experiment experiment;
    private final Path folder;
    private final List<String> findings = new ArrayList<>();
    private final List<Table> tables = new ArrayList<>();
    private final List<Picture> pictures = new ArrayList<>();
    private final List<String> commands = new ArrayList<>();
    private String setting = "";

    /** Creates the folder, if need be. */
    Draft(Experiment experiment, Path folder) throws IOException {
        this.experiment = experiment;
        this.folder = Files.createDirectories(folder);
    }

    /** Adds a paragraph. */
    void finding(String format, Object... values) {
        findings.add(String.format(Locale.ROOT, format, values));
    }

    /** Adds a paragraph that begins with whether a statement of the paper holds here. */
    void statement(boolean holds, String format, Object... values) {
        finding((holds ? "As in the paper: " : "Not as in the paper: ") + format, values);
    }

    /** Says how the figures were made. */
    void setting(String newSetting) {
        setting = newSetting;
    }

    /** Adds the command of a training. */
    void command(String command) {
        commands.add(command);
    }

    /** Adds a table. */
    void table(Table table) throws IOException {
        data(table);
        tables.add(table);
    }

    /** Writes a table for others to work with, which the report does not show. */
    void data(Table table) throws IOException {
        byte[] csv = table.toCsv().getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(folder.resolve(table.name() + ".csv"), stream -> stream.write(csv));
    }

    /** Adds a picture and returns its file, which the caller writes. */
    Path picture(String name, String caption) {
        pictures.add(new Picture(name, caption));
        return folder.resolve(name + ".png");
    }

    /**
     * Returns the section.
     *
     * @param made by which command, when and on what
     */
    Section section(String made) {
        return new Section(
                experiment.name(),
                experiment.title(),
                experiment.paper(),
                findings,
                setting,
                tables,
                pictures,
                commands,
                made);
    }
}
