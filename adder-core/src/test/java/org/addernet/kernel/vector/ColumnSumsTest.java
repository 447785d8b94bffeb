package org.addernet.kernel.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Random;
import org.addernet.parallel.Workers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The sums of columns against loops in double, for fewer rows than lanes, tails of rows, and several tasks. */
class ColumnSumsTest {

    private static final int[] ROWS = {1, 2, 3, 7, 16, 17, 63, 255, 1024, 1025, 3001};
    private static final float SHIFT = 0.5f;
    private static final float CENTRE = 0.25f;
    private static final int[] COLUMNS = {1, 3, 16, 17, 32, 33, 65};

    @BeforeAll
    static void needsVectors() {
        assumeThat(new VectorProvider().obstacle()).isEmpty();
    }

    @Test
    void ofAMatrix() {
        for (int rows : ROWS) {
            for (int columns : COLUMNS) {
                float[] matrix = uniform(rows, columns);
                float[] sums = ColumnSums.of(matrix, rows, columns, SHIFT, CENTRE, Workers.shared());
                for (int c = 0; c < columns; c++) {
                    assertSum(sums[c], matrix, rows, columns, c);
                }
                for (int c = columns; c < Panels.paddedColumns(columns); c++) {
                    assertThat(sums[c]).isZero();
                }
                Workers.shared().scratch().release(sums);
            }
        }
    }

    /** A sum of n values up to 1.5 rounds at most n times by 1.5 n 2^-24, seldom all in one direction. */
    private static void assertSum(float actual, float[] matrix, int rows, int columns, int column) {
        double sum = 0;
        for (int row = 0; row < rows; row++) {
            sum += matrix[row * columns + column] + SHIFT - CENTRE;
        }
        assertThat((double) actual)
                .as("column %d of %d x %d", column, rows, columns)
                .isCloseTo(sum, within(1.5 * 0x1p-24 * rows * Math.sqrt(rows)));
    }

    private static float[] uniform(int rows, int columns) {
        Random random = new Random(rows);
        float[] values = new float[rows * columns];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return values;
    }
}
