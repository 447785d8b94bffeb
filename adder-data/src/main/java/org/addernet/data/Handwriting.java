package org.addernet.data;

import java.util.List;
import java.util.SplittableRandom;

/**
 * One drawing of a digit: a glyph, distorted as hands do, drawn with a pen of some width into a grey image.
 *
 * <p>Every version of Java draws the same bytes: only {@link StrictMath} is used beyond plain arithmetic.
 */
final class Handwriting {

    /** Height and width of the image, in pixels. */
    static final int SIDE = 28;

    /** A glyph's square is this many pixels high, so that a digit fills about 20 pixels as in MNIST. */
    private static final double GLYPH_SIDE = 25;

    private final SplittableRandom random;
    private final float[] ink = new float[SIDE * SIDE];

    // The matrix and shift from the glyph's square, centred and of side 1, to pixels.
    private final double xx;
    private final double xy;
    private final double yx;
    private final double yy;
    private final double shiftX;
    private final double shiftY;

    // The smooth warp: two waves along each axis.
    private final double[] wave = new double[8];

    private final double radius;
    private final double pressure;
    private final double softness;

    private Handwriting(SplittableRandom random) {
        this.random = random;
        double angle = 0.40 * bell();
        double shear = -0.12 + 0.50 * bell();
        double height = GLYPH_SIDE * between(0.76, 1.08);
        double width = height * between(0.60, 1.20);
        double cos = StrictMath.cos(angle);
        double sin = StrictMath.sin(angle);
        xx = width * cos;
        xy = height * (shear * cos - sin);
        yx = width * sin;
        yy = height * (shear * sin + cos);
        shiftX = SIDE / 2.0 + 2.4 * bell();
        shiftY = SIDE / 2.0 + 2.4 * bell();
        for (int i = 0; i < wave.length; i += 2) {
            wave[i] = between(0, 2 * Math.PI);
            wave[i + 1] = 0.09 * bell();
        }
        radius = between(0.70, 1.90);
        pressure = 0.35 * bell();
        softness = between(0.8, 1.5);
    }

    /** Draws the digit into {@code target[offset...]}, {@value #SIDE} x {@value #SIDE} bytes, white on black. */
    static void draw(int digit, SplittableRandom random, byte[] target, int offset) {
        Handwriting hand = new Handwriting(random);
        List<Glyph> ways = Glyph.DIGITS.get(digit);
        for (int[] stroke : ways.get(random.nextInt(ways.size())).strokes()) {
            hand.draw(stroke);
        }
        hand.develop(target, offset);
    }

    private void draw(int[] stroke) {
        double[] points = new double[stroke.length];
        for (int i = 0; i < points.length; i += 2) {
            // The two points of a corner stay together.
            boolean corner = i >= 2 && stroke[i] == stroke[i - 2] && stroke[i + 1] == stroke[i - 1];
            points[i] = corner ? points[i - 2] : stroke[i] / 100.0 - 0.5 + 0.07 * bell();
            points[i + 1] = corner ? points[i - 1] : stroke[i + 1] / 100.0 - 0.5 + 0.07 * bell();
        }
        double[] curve = Glyph.curve(points);
        for (int i = 0; i < curve.length; i += 2) {
            place(curve, i);
        }
        int lines = curve.length / 2 - 1;
        for (int i = 0; i < lines; i++) {
            // The pen presses harder towards one end of the stroke.
            double r = radius * (1 + pressure * (2.0 * i / lines - 1));
            line(curve[2 * i], curve[2 * i + 1], curve[2 * i + 2], curve[2 * i + 3], r);
        }
    }

    /** Warps a point of the glyph and moves it to pixels. */
    private void place(double[] points, int i) {
        double x = points[i];
        double y = points[i + 1];
        double u = x + wave[1] * StrictMath.sin(5 * y + wave[0]) + wave[3] * StrictMath.sin(9 * y + wave[2]);
        double v = y + wave[5] * StrictMath.sin(5 * x + wave[4]) + wave[7] * StrictMath.sin(9 * x + wave[6]);
        points[i] = xx * u + xy * v + shiftX;
        points[i + 1] = yx * u + yy * v + shiftY;
    }

    /** Inks every pixel by the distance of its centre from the line. */
    private void line(double x0, double y0, double x1, double y1, double r) {
        double reach = r + softness / 2;
        int left = Math.max(0, (int) (Math.min(x0, x1) - reach - 0.5));
        int right = Math.min(SIDE - 1, (int) (Math.max(x0, x1) + reach));
        int top = Math.max(0, (int) (Math.min(y0, y1) - reach - 0.5));
        int bottom = Math.min(SIDE - 1, (int) (Math.max(y0, y1) + reach));
        double dx = x1 - x0;
        double dy = y1 - y0;
        double length2 = dx * dx + dy * dy + 1e-12;
        for (int y = top; y <= bottom; y++) {
            for (int x = left; x <= right; x++) {
                double px = x + 0.5 - x0;
                double py = y + 0.5 - y0;
                double t = Math.max(0, Math.min(1, (px * dx + py * dy) / length2));
                double ex = px - t * dx;
                double ey = py - t * dy;
                double cover = (r - Math.sqrt(ex * ex + ey * ey)) / softness + 0.5;
                int pixel = y * SIDE + x;
                ink[pixel] = Math.max(ink[pixel], (float) Math.min(1, cover));
            }
        }
    }

    /** Turns ink into bytes, with uneven ink and a little noise. */
    private void develop(byte[] target, int offset) {
        double brightness = between(190, 255);
        double grain = between(0, 40);
        double noise = between(0, 16);
        for (int i = 0; i < ink.length; i++) {
            double value = ink[i] * (brightness + grain * bell()) + noise * bell();
            target[offset + i] = (byte) Math.max(0, Math.min(255, (int) value));
        }
    }

    private double between(double low, double high) {
        return low + (high - low) * random.nextDouble();
    }

    /** Returns a number from -1 to 1, those near 0 more often: the mean of three even ones. */
    private double bell() {
        return (random.nextDouble() + random.nextDouble() + random.nextDouble()) * (2 / 3.0) - 1;
    }
}
