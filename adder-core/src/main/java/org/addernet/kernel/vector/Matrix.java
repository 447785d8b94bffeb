package org.addernet.kernel.vector;

import java.util.function.IntUnaryOperator;

/**
 * A filter as a pass sees it: the matrix whose element (r, c) is {@code values[rowStart(r) + c * columnStride] + shift}.
 *
 * @param values the filter
 * @param rows the number of rows: the inputs of a position
 * @param rowStart the index of a row's first element
 * @param columns the number of columns: the sums of a position
 * @param columnStride the distance of neighbouring columns
 * @param shift is added to every value
 */
record Matrix(float[] values, int rows, IntUnaryOperator rowStart, int columns, int columnStride, float shift) {}
