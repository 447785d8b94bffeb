package org.addernet.data.text;

/** Text from outside - names of files, what is in them, answers of servers - made fit for the one line of a message. */
public final class OneLine {

    /** Names in a broken file may be millions of characters long; a message is for reading. */
    private static final int LONGEST = 500;
    /** What is kept of the end, where a path has the name of its file. */
    private static final int END = 150;

    private OneLine() {}

    /** Returns the text without control characters and ends of lines, and without its middle if it is very long. */
    public static String of(Object text) {
        String line = text.toString();
        if (line.length() > LONGEST) {
            line = line.substring(0, LONGEST - END) + "..." + line.substring(line.length() - END);
        }
        return line.replaceAll("[\\p{Cntrl}\\u0080-\\u009f\\u2028\\u2029]+", " ");
    }
}
