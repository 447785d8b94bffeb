package org.addernet.data.format;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The segments of a JPEG file that say how to read it, without those that the decoder may stumble over.
 *
 * <p>Comments and all application segments but JFIF's and Adobe's are left out: colour profiles, which are not applied
 * and may be odd, and what EXIF says but for the orientation.
 */
final class JpegSegments {

    /** There is no marker of Adobe's. */
    static final int NO_ADOBE = -1;

    /** More scans than any encoder makes (libjpeg's script for progressive colour: 10); each costs a pass over all pixels. */
    private static final int MAX_SCANS = 64;

    private static final int RST0 = 0xd0;
    private static final int SOI = 0xd8;
    private static final int EOI = 0xd9;
    private static final int SOS = 0xda;
    private static final int APP0 = 0xe0;
    private static final int APP1 = 0xe1;
    private static final int APP14 = 0xee;
    private static final int APP15 = 0xef;
    private static final int COM = 0xfe;
    private static final int TEM = 0x01;

    private static final byte[] EXIF = "Exif\0\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ADOBE = "Adobe".getBytes(StandardCharsets.US_ASCII);

    private final byte[] data;
    private int length;
    private int scans;
    private int orientation = Orientation.UPRIGHT;
    private int adobeTransform = NO_ADOBE;

    private JpegSegments(byte[] data) {
        this.data = data;
    }

    /**
     * Walks through a file, and moves what the decoder needs to its start.
     *
     * @throws IOException if the file has more scans than {@value #MAX_SCANS}
     */
    static JpegSegments strip(byte[] file) throws IOException {
        JpegSegments segments = new JpegSegments(file);
        segments.walk();
        return segments;
    }

    /** Returns the number of bytes at the start of the file's array that are left. */
    int length() {
        return length;
    }

    /** Returns the orientation of EXIF, 1 to 8. */
    int orientation() {
        return orientation;
    }

    /** Returns the colour transform in Adobe's marker, {@link #NO_ADOBE} if there is none. */
    int adobeTransform() {
        return adobeTransform;
    }

    private void walk() throws IOException {
        int at = 0;
        // What is not understood stays for the decoder to judge.
        while (at < data.length) {
            int marker = at + 1 < data.length && data[at] == (byte) 0xff ? data[at + 1] & 0xff : 0;
            if (marker == 0 || marker == 0xff) {
                // Pixels, filling, or garbage
                int end = at + 1;
                while (end < data.length && data[end] != (byte) 0xff) {
                    end++;
                }
                keep(at, end);
                at = end;
            } else if (marker == EOI) {
                keep(at, at + 2);
                return;
            } else if (marker >= RST0 && marker <= SOI || marker == TEM) {
                keep(at, at + 2);
                at += 2;
            } else {
                int end = at + 4 > data.length
                        ? data.length
                        : (int) Math.min(data.length, at + 2L + ((data[at + 2] & 0xff) << 8 | data[at + 3] & 0xff));
                if (needed(marker, at + 4, end)) {
                    keep(at, end);
                }
                at = Math.max(at + 2, end);
            }
        }
    }

    /** Notes what a segment says and tells whether the decoder needs it. */
    private boolean needed(int marker, int start, int end) throws IOException {
        if (marker == SOS && ++scans > MAX_SCANS) {
            throw new IOException("it has more than " + MAX_SCANS + " scans, the limit");
        }
        if (marker == APP1 && orientation == Orientation.UPRIGHT && startsWith(EXIF, start, end)) {
            orientation = Orientation.exif(data, start + EXIF.length, end);
        }
        if (marker == APP14 && startsWith(ADOBE, start, end) && start + 12 <= end) {
            adobeTransform = data[start + 11] & 0xff;
        }
        return marker != COM && (marker <= APP0 || marker == APP14 || marker > APP15);
    }

    private boolean startsWith(byte[] prefix, int start, int end) {
        return start + prefix.length <= end
                && Arrays.equals(data, start, start + prefix.length, prefix, 0, prefix.length);
    }

    private void keep(int start, int end) {
        System.arraycopy(data, start, data, length, end - start);
        length += end - start;
    }
}
