package org.addernet.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of Java in a document, which is a compilation unit if it begins with a type, and else the body of a method.
 *
 * @param document the document's file name
 * @param line the number of the block's first line in it, from 1
 * @param given the parameters of the method, from a comment {@code <!-- given: Model model, Path file -->} before the block
 * @param lines what the document shows
 */
record JavaBlock(String document, int line, String given, List<String> lines) {

    private static final Pattern GIVEN = Pattern.compile("<!-- given: (.*) -->");
    private static final Pattern TYPE =
            Pattern.compile("((public|abstract|final|sealed) )*(class|interface|record|enum) \\w.*");
    private static final List<String> PACKAGES = List.of(
            "java.io",
            "java.nio.file",
            "java.time",
            "java.util",
            "java.util.function",
            "java.util.random",
            "org.addernet.analysis",
            "org.addernet.data",
            "org.addernet.data.cache",
            "org.addernet.data.format",
            "org.addernet.data.transform",
            "org.addernet.inference",
            "org.addernet.io",
            "org.addernet.kernel",
            "org.addernet.nn",
            "org.addernet.nn.init",
            "org.addernet.nn.layer",
            "org.addernet.nn.loss",
            "org.addernet.nn.op",
            "org.addernet.nn.zoo",
            "org.addernet.optim",
            "org.addernet.optim.schedule",
            "org.addernet.parallel",
            "org.addernet.tensor",
            "org.addernet.train",
            "org.addernet.train.listener",
            "org.addernet.train.metric");

    /** Returns the blocks of a document in their order. */
    static List<JavaBlock> of(String document, List<String> lines) {
        List<JavaBlock> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).equals("```java")) {
                Matcher comment = GIVEN.matcher(i == 0 ? "" : lines.get(i - 1));
                int end = i + 1 + lines.subList(i + 1, lines.size()).indexOf("```");
                blocks.add(new JavaBlock(
                        document, i + 2, comment.matches() ? comment.group(1) : "", lines.subList(i + 1, end)));
                i = end;
            }
        }
        return blocks;
    }

    /** Returns a name for the block's class and file. */
    String name() {
        return "Line" + line;
    }

    /** Returns a compilation unit, whose second line is the block's first. */
    String source() {
        StringBuilder head = new StringBuilder("package " + document.replaceAll("\\W", "_") + ";");
        PACKAGES.forEach(name -> head.append(" import ").append(name).append(".*;"));
        List<String> body = new ArrayList<>(lines);
        body.replaceAll(text -> {
            if (text.startsWith("import ")) {
                head.append(' ').append(text);
                return "";
            }
            return text;
        });
        if (isUnit(body)) {
            return head + "\n" + String.join("\n", body);
        }
        head.append(" class %s { void run(%s) throws Exception {".formatted(name(), given));
        return head + "\n" + String.join("\n", body) + "\n}}";
    }

    /** Returns whether the first line of code begins a type. */
    private static boolean isUnit(List<String> body) {
        return body.stream()
                .filter(text -> !text.isBlank() && !text.matches("\\s*(//|/\\*|\\*).*"))
                .findFirst()
                .map(text -> TYPE.matcher(text).matches())
                .orElse(false);
    }
}
