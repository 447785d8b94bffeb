package org.addernet.reproduce;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;

/**
 * The report: one HTML page that needs nothing else.
 *
 * @param folder with a folder of pictures for each section
 */
record Report(Path folder) {

    private static final String PAGE = """
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>AdderNet, reproduced</title>
            <link rel="icon" href="data:,">
            <style>
            %s</style>
            </head>
            <body>
            <header>
            <h1>AdderNet, reproduced</h1>
            <p>Tables, ablations and pictures of <cite>AdderNet: Do We Really Need Multiplications in Deep Learning?</cite> (CVPR
            2020), made by <code>adder reproduce</code>.</p>
            <nav><ul>
            %s</ul></nav>
            </header>
            <main>
            %s</main>
            </body>
            </html>
            """;

    private static final String PICTURE =
            "<figure><img src=\"data:image/png;base64,%s\" alt=\"%s\"><figcaption>%s</figcaption></figure>\n";

    /** Returns the page in UTF-8. */
    byte[] html(List<Section> sections) throws IOException {
        StringBuilder contents = new StringBuilder();
        StringBuilder body = new StringBuilder();
        for (Section section : sections) {
            contents.append("<li><a href=\"#%s\">%s</a></li>\n".formatted(section.name(), heading(section)));
            append(section, body);
        }
        return PAGE.formatted(style(), contents, body).getBytes(StandardCharsets.UTF_8);
    }

    private void append(Section section, StringBuilder html) throws IOException {
        html.append("<section id=\"%s\">\n<h2>%s</h2>\n".formatted(section.name(), heading(section)));
        html.append("<p class=\"paper\"><b>The paper:</b> %s</p>\n".formatted(escaped(section.paper())));
        section.findings().forEach(finding -> html.append("<p>%s</p>\n".formatted(escaped(finding))));
        section.tables().forEach(table -> append(table, html));
        html.append("<div class=\"pictures\">\n");
        for (Picture picture : section.pictures()) {
            Path file = folder.resolve(section.name()).resolve(picture.name() + ".png");
            String caption = escaped(picture.caption());
            if (!Files.exists(file)) {
                html.append("<p>%s: Java could not draw this picture here.</p>\n".formatted(caption));
                continue;
            }
            byte[] png = Files.readAllBytes(file);
            html.append(PICTURE.formatted(Base64.getEncoder().encodeToString(png), caption, caption));
        }
        html.append("</div>\n<p class=\"setting\">%s</p>\n".formatted(escaped(section.setting())));
        if (!section.commands().isEmpty()) {
            html.append("<pre>%s</pre>\n".formatted(escaped(String.join("\n", section.commands()))));
        }
        html.append("<p class=\"setting\">%s</p>\n</section>\n".formatted(escaped(section.made())));
    }

    private static void append(Table table, StringBuilder html) {
        html.append("<div class=\"table\"><table>\n<caption>%s</caption>\n<thead>".formatted(escaped(table.caption())));
        row("th", table.header(), html);
        html.append("</thead>\n<tbody>\n");
        table.rows().forEach(cells -> row("td", cells, html));
        html.append("</tbody>\n</table></div>\n");
    }

    private static void row(String tag, List<String> cells, StringBuilder html) {
        html.append("<tr>");
        cells.forEach(cell -> html.append("<%1$s>%2$s</%1$s>".formatted(tag, escaped(cell))));
        html.append("</tr>\n");
    }

    private static String heading(Section section) {
        return escaped(section.name() + ": " + section.title());
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private static String style() throws IOException {
        try (InputStream css = Report.class.getResourceAsStream("report.css")) {
            return new String(css.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
