package org.addernet.kernel.vector;

/** The terms that the drivers add up, each with its micro-kernels. Tiles are as large as the registers allow. */
enum Term {

    /** {@code max(x, f)}, for {@code x >= 0}. */
    MAXIMUM(
            Tiles.LARGE
                    ? GemmTiles.of(
                            new Maximum8x2(),
                            new Maximum8x1(),
                            new Maximum7x2(),
                            new Maximum7x1(),
                            new Maximum16x1(),
                            new Maximum14x1(),
                            new Maximum10x1())
                    : GemmTiles.of(new Maximum4x2(), new Maximum4x1()),
            new Tiles<>(new DirectMaximum4x2(), new DirectMaximum4x1()),
            new Tiles<>(new DirectMaximum6x2(), new DirectMaximum6x1())),

    /** {@code |x - f|}. */
    ABSOLUTE_DIFFERENCE(
            Tiles.LARGE
                    ? GemmTiles.of(new AbsoluteDifference8x2(), new AbsoluteDifference8x1())
                    : GemmTiles.of(new AbsoluteDifference4x2(), new AbsoluteDifference4x1()),
            new Tiles<>(new DirectAbsoluteDifference4x2(), new DirectAbsoluteDifference4x1()),
            new Tiles<>(new DirectAbsoluteDifference6x2(), new DirectAbsoluteDifference6x1())),

    /** {@code (x - f)²}. */
    SQUARED_DIFFERENCE(
            Tiles.LARGE
                    ? GemmTiles.of(
                            new SquaredDifference8x2(),
                            new SquaredDifference8x1(),
                            new SquaredDifference7x2(),
                            new SquaredDifference7x1(),
                            new SquaredDifference16x1(),
                            new SquaredDifference14x1(),
                            new SquaredDifference10x1())
                    : GemmTiles.of(new SquaredDifference4x2(), new SquaredDifference4x1()),
            new Tiles<>(new DirectSquaredDifference4x2(), new DirectSquaredDifference4x1()),
            new Tiles<>(new DirectSquaredDifference6x2(), new DirectSquaredDifference6x1())),

    /** {@code x f}, or {@code g f}. */
    PRODUCT(
            Tiles.LARGE
                    ? GemmTiles.of(
                            new Product8x2(),
                            new Product8x1(),
                            new Product7x2(),
                            new Product7x1(),
                            new Product16x1(),
                            new Product14x1(),
                            new Product10x1())
                    : GemmTiles.of(new Product4x2(), new Product4x1()),
            new Tiles<>(new DirectProduct4x2(), new DirectProduct4x1()),
            new Tiles<>(new DirectProduct6x2(), new DirectProduct6x1())),

    /** {@code g clamp(f, x - 1, x + 1)}, for {@code x >= 1}. */
    CLAMP(
            Tiles.LARGE
                    ? GemmTiles.of(new Clamp6x1(), new Clamp4x2(), new Clamp4x1())
                    : GemmTiles.of(new Clamp4x2(), new Clamp4x1()),
            new Tiles<>(new DirectClamp4x2(), new DirectClamp4x1()),
            single(new DirectClamp6x1())),

    /** {@code g HT(f - x)}. */
    HARD_TANH(
            GemmTiles.of(new HardTanh4x2(), new HardTanh4x1()),
            new Tiles<>(new DirectHardTanh4x2(), new DirectHardTanh4x1()),
            single(new DirectHardTanh6x1())),

    /** {@code g (f - x)}. */
    DIFFERENCE(
            GemmTiles.of(new Difference4x2(), new Difference4x1()),
            new Tiles<>(new DirectDifference4x2(), new DirectDifference4x1()),
            single(new DirectDifference6x1())),

    /** {@code g sign(f - x)}. */
    SIGN(
            GemmTiles.of(new Sign4x2(), new Sign4x1()),
            new Tiles<>(new DirectSign4x2(), new DirectSign4x1()),
            single(new DirectSign6x1()));

    /** Of the {@link ImplicitGemm}. */
    final GemmTiles tiles;

    private final Tiles<DirectKernel> direct4;
    private final Tiles<DirectKernel> direct6;

    Term(GemmTiles tiles, Tiles<DirectKernel> direct4, Tiles<DirectKernel> direct6) {
        this.tiles = tiles;
        this.direct4 = direct4;
        this.direct6 = direct6;
    }

    private static Tiles<DirectKernel> single(DirectKernel kernel) {
        return new Tiles<>(kernel, kernel);
    }

    /** Returns the tiles of the {@link DirectConvolution} that leave the fewest of their rows without a column. */
    Tiles<DirectKernel> direct(int columns) {
        boolean six = Tiles.LARGE && (columns + 5) / 6 * 6 <= (columns + 3) / 4 * 4;
        return six ? direct6 : direct4;
    }
}
