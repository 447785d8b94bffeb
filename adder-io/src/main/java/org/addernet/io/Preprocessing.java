package org.addernet.io;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * How a picture becomes the input of a model: resized, cropped, surrounded by a border, and normalised, in this order.
 *
 * <p>What tests a model and what asks it later must do the same, so files of models store this.
 *
 * @param channels 1: grey, 3: red, green and blue
 * @param resize the shorter side of the picture after resizing, bilinear with antialiasing, in pixels; 0: it keeps its size
 * @param crop the side of the square that is cut out of the middle, in pixels; 0: nothing is cut away
 * @param padding the width of the border of zeros on each side, in pixels
 * @param mean what is subtracted from each channel, whose values are 0 to 1
 * @param std the standard deviation, which each channel is then divided by
 */
public record Preprocessing(int channels, int resize, int crop, int padding, List<Float> mean, List<Float> std) {

    /** The most pixels of a side; what is larger is no picture's. */
    private static final int LARGEST = 1 << 14;

    private static final Pattern FORM =
            Pattern.compile("channels=(\\d{1,9}) resize=(\\d{1,9}) crop=(\\d{1,9}) padding=(\\d{1,9})"
                    + " mean=([-+.,\\dE]{1,99}) (?:std|deviation)=([-+.,\\dE]{1,99})");

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if a size is negative or above 16,384, there is not one mean and one standard deviation for
     *     each of 1 or 3 channels, a mean is not finite, or a standard deviation is not finite and greater than 0
     */
    public Preprocessing {
        mean = List.copyOf(mean);
        std = List.copyOf(std);
        boolean sizes =
                Math.min(Math.min(resize, crop), padding) >= 0 && Math.max(Math.max(resize, crop), padding) <= LARGEST;
        boolean colours = (channels == 1 || channels == 3) && mean.size() == channels && std.size() == channels;
        if (!sizes
                || !colours
                || !mean.stream().allMatch(Float::isFinite)
                || !std.stream().allMatch(d -> d > 0 && Float.isFinite(d))) {
            throw new IllegalArgumentException(
                    "preprocessing of " + channels + " channels, resize " + resize + ", crop "
                            + crop + ", padding " + padding + ", mean " + mean + ", std " + std
                            + ": sizes must be 0 to " + LARGEST
                            + ", channels 1 or 3, with a mean and a positive standard deviation each");
        }
    }

    /**
     * Reads what {@link #toString} wrote.
     *
     * @throws IllegalArgumentException if the text is not of that form
     */
    public static Preprocessing parse(String text) {
        Matcher values = FORM.matcher(text);
        if (!values.matches()) {
            throw new IllegalArgumentException("preprocessing \"" + text + "\" is not of the form " + FORM);
        }
        return new Preprocessing(
                Integer.parseInt(values.group(1)),
                Integer.parseInt(values.group(2)),
                Integer.parseInt(values.group(3)),
                Integer.parseInt(values.group(4)),
                floats(values.group(5)),
                floats(values.group(6)));
    }

    private static List<Float> floats(String text) {
        return Arrays.stream(text.split(",", -1)).map(Float::valueOf).toList();
    }

    /** Returns the values in one line, such as {@code channels=1 resize=0 crop=0 padding=2 mean=0.1307 std=0.3081}. */
    @Override
    public String toString() {
        return "channels=" + channels + " resize=" + resize + " crop=" + crop + " padding=" + padding + " mean="
                + joined(mean) + " std=" + joined(std);
    }

    private static String joined(List<Float> values) {
        return values.stream().map(String::valueOf).collect(Collectors.joining(","));
    }
}
