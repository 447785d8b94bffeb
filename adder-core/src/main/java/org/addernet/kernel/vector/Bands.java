package org.addernet.kernel.vector;

/**
 * The rows of a grid of positions, some at a time, with the rows of the image that they read as planes.
 *
 * @param source the images
 * @param grid the positions; neighbours of a row read neighbouring pixels
 * @param offsets what a position sees
 * @param height the rows of a band; an image's last band may have fewer
 */
record Bands(PaddedImages source, Grid grid, Offsets offsets, int height) {

    /**
     * Cuts a grid into bands.
     *
     * @param more the values that a row of positions adds to a band, beside those that it reads
     */
    static Bands of(PaddedImages source, Grid grid, Offsets offsets, int more) {
        int values = step(source, grid) * source.width() * source.channels() + more;
        long rows = (long) grid.images() * grid.rows();
        int height = (int) Math.min(Tuning.BAND_VALUES / values, (rows + Tuning.BANDS - 1) / Tuning.BANDS);
        return new Bands(source, grid, offsets, Math.min(grid.rows(), Math.max(Tuning.BAND_LEAST_ROWS, height)));
    }

    private static int step(PaddedImages source, Grid grid) {
        // With a single row the stride means nothing, and may be so large that its product overflows.
        return grid.rows() == 1 ? 1 : grid.source().row() / source.width();
    }

    /** Returns the rows of the padded image from a row of positions to the next. */
    int step() {
        return step(source, grid);
    }

    /** Returns the number of rows of the padded image that a band reads. */
    int lines() {
        return (height - 1) * step() + offsets.rows()[offsets.rows().length - 1] / source.width() + 1;
    }

    /** Returns the number of pixels of a plane. */
    int plane() {
        return lines() * source.width();
    }

    private int perImage() {
        return (grid.rows() + height - 1) / height;
    }

    /** Returns the number of bands of all images. */
    int count() {
        return grid.images() * perImage();
    }

    /** Returns the image of a band. */
    int image(int band) {
        return band / perImage();
    }

    /** Returns the first row of positions of a band. */
    int first(int band) {
        return band % perImage() * height;
    }

    /** Returns the row of positions after the last of a band. */
    int end(int band) {
        return Math.min(grid.rows(), first(band) + height);
    }

    /** Writes what a band reads as {@code [C, lines, width]}. */
    void copy(int band, float[] planes) {
        source.copyPlanes(image(band), first(band) * step(), lines(), planes);
    }

    /** Returns the pixel of a band's planes where a row of positions begins. */
    int pixel(int band, int row) {
        return (row - first(band)) * step() * source.width();
    }

    /** Returns the number of inputs that a position sees. */
    int taps() {
        return offsets.taps() * source.channels();
    }

    /** Writes for each input of a position its distance in the planes from the position's pixel: tap by tap, channel by channel. */
    void distances(int[] distances) {
        int k = 0;
        for (int row : offsets.rows()) {
            for (int column : offsets.columns()) {
                for (int c = 0; c < source.channels(); c++) {
                    distances[k++] = c * plane() + row + column;
                }
            }
        }
    }
}
