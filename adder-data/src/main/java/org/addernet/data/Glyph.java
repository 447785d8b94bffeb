package org.addernet.data;

import java.util.List;

/**
 * A way to write a digit: pen strokes, each a smooth curve through points.
 *
 * <p>Points are x, y pairs in percent of a square, y downwards. A point given twice is a corner.
 */
record Glyph(List<int[]> strokes) {

    /** The ways to write each digit, 0 to 9. */
    static final List<List<Glyph>> DIGITS = List.of(
            List.of(
                    of(stroke(56, 11, 36, 17, 24, 48, 33, 80, 50, 89, 68, 79, 76, 50, 67, 20, 52, 11)),
                    of(stroke(66, 18, 48, 10, 30, 24, 24, 54, 35, 84, 55, 88, 72, 70, 74, 36, 60, 16, 47, 13)),
                    of(stroke(46, 12, 30, 30, 28, 66, 46, 89, 66, 74, 70, 38, 56, 13, 40, 14))),
            List.of(
                    of(stroke(52, 9, 51, 50, 50, 91)),
                    of(stroke(53, 9, 50, 48, 49, 91)),
                    of(stroke(34, 28, 53, 10, 53, 10, 52, 50, 51, 91)),
                    of(stroke(35, 27, 52, 10, 52, 10, 52, 89), stroke(32, 90, 51, 90, 71, 89))),
            List.of(
                    of(stroke(27, 30, 36, 14, 56, 10, 70, 25, 63, 48, 45, 69, 26, 88, 26, 88, 50, 87, 77, 88)),
                    of(stroke(28, 24, 46, 10, 66, 20, 64, 44, 46, 70, 28, 87, 22, 76, 36, 73, 56, 86, 79, 82)),
                    of(stroke(30, 18, 52, 11, 69, 28, 56, 56, 26, 86, 26, 86, 74, 90))),
            List.of(
                    of(stroke(28, 20, 46, 10, 66, 18, 64, 36, 44, 46, 44, 46, 68, 54, 73, 74, 53, 90, 26, 82)),
                    of(stroke(30, 16, 54, 10, 68, 26, 56, 43, 42, 47, 60, 49, 73, 66, 62, 86, 40, 90, 25, 78)),
                    of(stroke(27, 13, 50, 13, 71, 12, 71, 12, 46, 42, 46, 42, 68, 52, 72, 74, 51, 90, 26, 82))),
            List.of(
                    of(stroke(34, 11, 30, 32, 26, 54, 26, 54, 50, 54, 77, 52), stroke(66, 12, 62, 50, 60, 91)),
                    of(stroke(32, 14, 27, 40, 36, 54, 58, 52, 70, 42), stroke(70, 14, 68, 50, 62, 91)),
                    of(stroke(63, 10, 42, 36, 21, 62, 21, 62, 50, 62, 80, 60), stroke(63, 10, 62, 50, 61, 91))),
            List.of(
                    of(stroke(72, 12, 54, 12, 35, 13, 35, 13, 31, 44, 31, 44, 50, 39, 70, 52, 70, 75, 51, 90, 26, 82)),
                    of(
                            stroke(36, 12, 33, 28, 31, 46, 31, 46, 54, 42, 71, 58, 66, 80, 46, 90, 26, 80),
                            stroke(36, 12, 55, 12, 76, 10)),
                    of(stroke(68, 10, 50, 16, 38, 18, 34, 40, 52, 46, 66, 60, 60, 82, 42, 90, 26, 84))),
            List.of(
                    of(stroke(66, 13, 43, 27, 29, 56, 33, 82, 52, 90, 70, 78, 66, 58, 48, 53, 32, 68)),
                    of(stroke(58, 9, 44, 30, 31, 60, 36, 84, 54, 90, 68, 76, 60, 60, 44, 62, 33, 74)),
                    of(stroke(48, 9, 34, 38, 30, 70, 46, 90, 68, 80, 66, 60, 46, 58, 32, 72))),
            List.of(
                    of(stroke(25, 14, 50, 14, 75, 13, 75, 13, 58, 48, 44, 91)),
                    of(stroke(24, 16, 48, 13, 76, 12, 76, 12, 64, 40, 54, 64, 50, 91)),
                    of(stroke(25, 14, 50, 14, 75, 13, 75, 13, 58, 48, 44, 91), stroke(36, 52, 52, 51, 70, 50)),
                    of(stroke(24, 26, 26, 13, 26, 13, 50, 14, 74, 13, 74, 13, 58, 46, 46, 91))),
            List.of(
                    of(stroke(66, 22, 49, 10, 32, 24, 46, 44, 66, 62, 68, 80, 49, 90, 31, 78, 42, 54, 62, 38, 67, 22)),
                    of(stroke(
                            50, 48, 34, 36, 36, 16, 54, 10, 67, 24, 60, 42, 50, 48, 32, 62, 32, 82, 52, 90, 69, 78, 66,
                            60, 50, 48)),
                    of(stroke(70, 16, 50, 10, 34, 22, 44, 42, 62, 58, 66, 78, 48, 90, 32, 76, 46, 52, 72, 18))),
            List.of(
                    of(stroke(69, 26, 52, 11, 33, 24, 34, 44, 52, 50, 68, 34, 69, 20, 69, 20, 67, 56, 62, 91)),
                    of(stroke(67, 26, 50, 11, 32, 26, 38, 46, 56, 47, 67, 30, 70, 56, 62, 82, 40, 90, 29, 82)),
                    of(stroke(66, 18, 46, 12, 32, 30, 44, 46, 60, 38, 67, 18, 67, 18, 62, 54, 50, 91))));

    /** Curves between two points are drawn as so many straight lines. */
    private static final int PIECES = 8;

    private static Glyph of(int[]... strokes) {
        return new Glyph(List.of(strokes));
    }

    private static int[] stroke(int... points) {
        return points;
    }

    /**
     * Returns the curve through the points of a stroke (Catmull-Rom) as x, y pairs.
     *
     * <p>At a point that is there twice the direction on either side is that of its own side alone: a corner.
     */
    static double[] curve(double[] points) {
        int last = points.length / 2 - 1;
        double[] curve = new double[2 * (last * PIECES + 1)];
        for (int i = 0; i < last; i++) {
            for (int k = 0; k <= PIECES; k++) {
                double t = (double) k / PIECES;
                for (int axis = 0; axis < 2; axis++) {
                    double before = points[2 * Math.max(0, i - 1) + axis];
                    double from = points[2 * i + axis];
                    double to = points[2 * (i + 1) + axis];
                    double after = points[2 * Math.min(last, i + 2) + axis];
                    curve[2 * (i * PIECES + k) + axis] = from
                            + t
                                    * 0.5
                                    * (to
                                            - before
                                            + t
                                                    * (2 * before
                                                            - 5 * from
                                                            + 4 * to
                                                            - after
                                                            + t * (3 * (from - to) + after - before)));
                }
            }
        }
        return curve;
    }
}
