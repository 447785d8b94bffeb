package org.addernet.data.format;

import java.awt.color.ColorSpace;
import java.awt.image.Raster;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;

/**
 * JPEG in the four inks of print, as CMYK or as YCCK, which is CMYK with its first three turned as RGB is to YCbCr.
 *
 * <p>Without a colour profile an ink lets through what it does not cover: {@code R = (1 - C) (1 - K)}, and so for green
 * with magenta and blue with yellow. Adobe stores {@code 1 - C} and so on.
 */
final class CmykJpeg {

    private static final int BANDS = 4;
    /** The transform of Adobe's marker that says YCCK. */
    private static final int YCCK = 2;

    private CmykJpeg() {}

    /** Tells whether a reader has such an image: one that it cannot read, or that it would read by colours of its own. */
    static boolean isCmyk(ImageReader reader) throws IOException {
        Iterator<ImageTypeSpecifier> types = reader.getImageTypes(0);
        return !types.hasNext() || types.next().getColorModel().getColorSpace().getType() == ColorSpace.TYPE_CMYK;
    }

    /**
     * Returns the upright image as {@code [H,W,3]}, red, green and blue from 0 to 1.
     *
     * @param transform the colour transform in Adobe's marker
     */
    static float[] values(ImageReader reader, int transform, Orientation turn) throws IOException {
        Raster raster = reader.readRaster(0, null);
        if (raster.getNumBands() != BANDS) {
            throw new IOException("it has " + raster.getNumBands() + " components, which are no known colours");
        }
        int width = raster.getWidth();
        float[] values = new float[3 * width * raster.getHeight()];
        int[] row = new int[BANDS * width];
        float[] light = new float[3];
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            int i = 3 * (turn.first() + y * turn.down());
            for (int x = 0; x < row.length; x += BANDS, i += 3 * turn.right()) {
                float key = row[x + 3];
                if (transform == YCCK) {
                    float cb = row[x + 1] - 128;
                    float cr = row[x + 2] - 128;
                    light[0] = Math.min(255, Math.max(0, 255 - (row[x] + 1.402f * cr)));
                    light[1] = Math.min(255, Math.max(0, 255 - (row[x] - 0.344136f * cb - 0.714136f * cr)));
                    light[2] = Math.min(255, Math.max(0, 255 - (row[x] + 1.772f * cb)));
                } else {
                    for (int c = 0; c < 3; c++) {
                        light[c] = transform == JpegSegments.NO_ADOBE ? 255 - row[x + c] : row[x + c];
                    }
                }
                float through = (transform == JpegSegments.NO_ADOBE ? 255 - key : key) / (255 * 255);
                for (int c = 0; c < 3; c++) {
                    values[i + c] = light[c] * through;
                }
            }
        }
        return values;
    }
}
