package org.addernet.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Mutations of the tokens of a text: the header of safetensors and npy, whose length is then repaired, or a whole table. */
final class Text {

    private static final Pattern TOKEN = Pattern.compile("\"[^\"]*\"|'[^']*'|[-+.\\w]+|\\s+|.", Pattern.DOTALL);

    private static final String[] WORDS = {
        "{",
        "}",
        "[",
        "]",
        "(",
        ")",
        ",",
        ":",
        "\"",
        "'",
        "\n",
        "\r",
        " ",
        "null",
        "true",
        "False",
        "True",
        "NaN",
        "Infinity",
        "-1",
        "1e9",
        "1.5",
        "\"\"",
        "\"a\"",
        "\"\\u0000\"",
        "\"\\n\"",
        "\"\u009b\"",
        "\"\\ud800\"",
        "\"__metadata__\"",
        "\"dtype\"",
        "\"shape\"",
        "\"data_offsets\"",
        "\"F32\"",
        "\"F64\"",
        "\"BF16\"",
        "\"U8\"",
        "\"I64\"",
        "'descr'",
        "'<f4'",
        "'|u1'",
        "'>f4'",
        "'|O'",
        "[('x', '<f4')]",
        "(,)",
        "\"1000000\"",
        "\"2147483647\"",
        "\"-1\"",
        "\"1e400\"",
        "\"resnet50\"",
        "\"resnet20\"",
        "\"l2\"",
        "\"xnor\"",
        "\"progress.samples\"",
        "\"option.--lr\"",
        "\u00e9",
        "\u2028"
    };

    private Text() {}

    /** A table: the whole file is text. */
    static byte[] whole(byte[] input, Random random) {
        return mutate(new String(input, StandardCharsets.UTF_8), random).getBytes(StandardCharsets.UTF_8);
    }

    /** Safetensors: eight bytes of length, the header, the data. */
    static byte[] safetensors(byte[] input, Random random) {
        return header(input, Long.BYTES, 0, random);
    }

    /** Npy: magic, version, and two or, from version 2, four bytes of length. */
    static byte[] npy(byte[] input, Random random) {
        return input.length < 12 ? input : header(input, input[6] == 1 ? 2 : 4, 8, random);
    }

    private static byte[] header(byte[] input, int lengthBytes, int lengthAt, Random random) {
        int start = lengthAt + lengthBytes;
        if (input.length < start) {
            return input;
        }
        byte[] number = Arrays.copyOf(Arrays.copyOfRange(input, lengthAt, start), Long.BYTES);
        long length = ByteBuffer.wrap(number).order(ByteOrder.LITTLE_ENDIAN).getLong();
        if (length < 0 || length > input.length - start) {
            return input;
        }
        int end = start + (int) length;
        byte[] text = mutate(new String(input, start, (int) length, StandardCharsets.UTF_8), random)
                .getBytes(StandardCharsets.UTF_8);
        byte[] changed = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(text.length)
                .array();
        return Bytes.concat(
                Arrays.copyOf(input, lengthAt),
                Arrays.copyOf(changed, lengthBytes),
                text,
                Arrays.copyOfRange(input, end, input.length));
    }

    private static String mutate(String text, Random random) {
        List<String> tokens = TOKEN.matcher(text)
                .results()
                .map(result -> result.group())
                .collect(Collectors.toCollection(ArrayList::new));
        for (int i = random.nextInt(3); i >= 0 && !tokens.isEmpty(); i--) {
            int at = random.nextInt(tokens.size());
            switch (random.nextInt(6)) {
                case 0 -> tokens.set(at, WORDS[random.nextInt(WORDS.length)]);
                case 1 -> tokens.add(at, WORDS[random.nextInt(WORDS.length)]);
                case 2 -> tokens.remove(at);
                case 3 ->
                    tokens.addAll(
                            at, List.copyOf(tokens.subList(at, Math.min(tokens.size(), at + 1 + random.nextInt(12)))));
                case 4 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
                default -> setNumber(tokens, at, random);
            }
        }
        return String.join("", tokens);
    }

    /** Puts an edge value in place of the next number, which may stand in quotes. */
    private static void setNumber(List<String> tokens, int from, Random random) {
        for (int i = from; i < tokens.size(); i++) {
            String token = tokens.get(i);
            if (token.matches("[\"']?-?\\d+(\\.\\d+)?[\"']?")) {
                tokens.set(i, token.replaceFirst("-?\\d+(\\.\\d+)?", Long.toString(Bytes.edge(random))));
                return;
            }
        }
    }
}
