package org.addernet.reproduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xml.sax.InputSource;

/** The report is one well-formed page with its pictures inside. */
class ReportTest {

    private static final Section SECTION = new Section(
            "table9",
            "Less < more & \"all\"",
            "paper",
            List.of("finding"),
            "setting",
            List.of(new Table("t", "caption", List.of("a", "b"), List.of(List.of("1 < 2", "x")))),
            List.of(new Picture("dots", "two dots")),
            List.of("adder train --lr 1"),
            "made");

    @TempDir
    Path folder;

    @Test
    void isWellFormedAndNeedsNothingElse() throws Exception {
        String html = html();
        // Void elements of HTML are no XML.
        String xml = html.replaceAll("<!DOCTYPE html>", "").replaceAll("<(meta|link|img)([^>]*)>", "<$1$2/>");
        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(xml)))
                        .getElementsByTagName("td")
                        .getLength())
                .isEqualTo(2);
        assertThat(html).doesNotContain("http:", "https:", "<script");
    }

    @Test
    void escapesTextAndEmbedsPictures() throws IOException {
        String html = html();
        assertThat(html).contains("table9: Less &lt; more &amp; &quot;all&quot;", "<td>1 &lt; 2</td>");
        assertThat(html).contains("base64," + Base64.getEncoder().encodeToString(new byte[] {1, 2, 3}));
        assertThat(html).contains("<pre>adder train --lr 1</pre>");
    }

    @Test
    void quotesCellsOfCsv() {
        Table table = new Table("t", "", List.of("a,b", "c"), List.of(List.of("say \"x\"", "1")));
        assertThat(table.toCsv()).isEqualTo("\"a,b\",c\r\n\"say \"\"x\"\"\",1\r\n");
    }

    private String html() throws IOException {
        Files.createDirectories(folder.resolve("table9"));
        Files.write(folder.resolve("table9/dots.png"), new byte[] {1, 2, 3});
        return new String(new Report(folder).html(List.of(SECTION)), StandardCharsets.UTF_8);
    }
}
