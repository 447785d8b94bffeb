package org.addernet.data.format;

/**
 * The way in which a camera was held: where in the upright image the stored rows and columns go.
 *
 * <p>Stored pixel (y, x) is the upright image's pixel {@code first + y * down + x * right}.
 *
 * @param height the height of the upright image, in pixels
 * @param width the width of the upright image, in pixels
 */
record Orientation(int height, int width, int first, int down, int right) {

    /** The value of EXIF for an image that is stored upright. */
    static final int UPRIGHT = 1;

    private static final int TAG = 0x0112;
    private static final int SHORT = 3;
    private static final int ENTRY = 12;

    /**
     * Returns the orientation of a stored image.
     *
     * @param exif the value of EXIF, 1 to 8; others count as 1
     * @param h the height of the stored image, in pixels
     * @param w the width of the stored image, in pixels
     */
    static Orientation of(int exif, int h, int w) {
        return switch (exif) {
            case 2 -> new Orientation(h, w, w - 1, w, -1);
            case 3 -> new Orientation(h, w, h * w - 1, -w, -1);
            case 4 -> new Orientation(h, w, (h - 1) * w, -w, 1);
            case 5 -> new Orientation(w, h, 0, 1, h);
            case 6 -> new Orientation(w, h, h - 1, -1, h);
            case 7 -> new Orientation(w, h, h * w - 1, -1, -h);
            case 8 -> new Orientation(w, h, (w - 1) * h, 1, -h);
            default -> new Orientation(h, w, 0, w, 1);
        };
    }

    /**
     * Reads the value from EXIF data: a TIFF header and the entries of its first directory.
     *
     * @return 1 to 8; 1 if there is none, or the data are broken
     */
    static int exif(byte[] data, int start, int end) {
        boolean little = number(data, start, end, 2, false) == 0x4949;
        if (!little && number(data, start, end, 2, false) != 0x4d4d) {
            return UPRIGHT;
        }
        long directory = start + number(data, start + 4L, end, 4, little);
        long entries = number(data, directory, end, 2, little);
        for (long i = 0; i < entries; i++) {
            long entry = directory + 2 + ENTRY * i;
            if (number(data, entry, end, 2, little) == TAG && number(data, entry + 2, end, 2, little) == SHORT) {
                long value = number(data, entry + 8, end, 2, little);
                return value >= 1 && value <= 8 ? (int) value : UPRIGHT;
            }
        }
        return UPRIGHT;
    }

    /** Returns an unsigned number of so many bytes, -1 where the data end before it. */
    private static long number(byte[] data, long at, int end, int count, boolean little) {
        if (at < 0 || at + count > end) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < count; i++) {
            number = number << 8 | data[(int) at + (little ? count - 1 - i : i)] & 0xff;
        }
        return number;
    }
}
