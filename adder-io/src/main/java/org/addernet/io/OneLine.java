package org.addernet.io;

import java.util.regex.Pattern;

/** Text from outside - names of files, what is in them, answers of servers - made fit for the one line of a message. */
public final class OneLine {

    /** Names in a broken file may be millions of characters long; a message is for reading. */
    private static final int LONGEST = 500;

    /** Of what is cut short this share of the end is kept, where a path has the name of its file. */
    private static final double END = 0.3;

    /** What would end the line, move the cursor of a terminal, turn the direction of the text or be no character at all. */
    private static final Pattern UNREADABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]+");

    private OneLine() {}

    /** Returns the text without what is no readable character, and without its middle beyond 500 characters. */
    public static String of(Object text) {
        return of(text, LONGEST);
    }

    /** Returns the text as {@link #of(Object)} does, with another length. */
    public static String of(Object text, int longest) {
        String line = text.toString();
        if (line.length() > longest) {
            int end = (int) (END * longest);
            line = line.substring(0, longest - end) + "..." + line.substring(line.length() - end);
        }
        return UNREADABLE.matcher(line).replaceAll(" ");
    }
}
