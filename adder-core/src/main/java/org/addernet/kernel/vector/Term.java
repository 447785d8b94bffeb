package org.addernet.kernel.vector;

/** The terms that sweeps add up, each with its micro-kernels. Tiles are as large as the registers allow. */
enum Term {

    /** {@code max(x, f)}, for {@code x >= 0}. */
    MAXIMUM(
            Tiles.LARGE
                    ? SweepTiles.of(
                            new Maximum8x2(),
                            new Maximum8x1(),
                            new Maximum7x2(),
                            new Maximum7x1(),
                            new Maximum16x1(),
                            new Maximum14x1(),
                            new Maximum10x1())
                    : SweepTiles.of(new Maximum4x2(), new Maximum4x1()),
            new Tiles<>(new PlanarMaximum4x2(), new PlanarMaximum4x1()),
            new Tiles<>(new PlanarMaximum6x2(), new PlanarMaximum6x1())),

    /** {@code |x - f|}. */
    ABSOLUTE_DIFFERENCE(
            Tiles.LARGE
                    ? SweepTiles.of(new AbsoluteDifference8x2(), new AbsoluteDifference8x1())
                    : SweepTiles.of(new AbsoluteDifference4x2(), new AbsoluteDifference4x1()),
            new Tiles<>(new PlanarAbsoluteDifference4x2(), new PlanarAbsoluteDifference4x1()),
            new Tiles<>(new PlanarAbsoluteDifference6x2(), new PlanarAbsoluteDifference6x1())),

    /** {@code (x - f)²}. */
    SQUARED_DIFFERENCE(
            Tiles.LARGE
                    ? SweepTiles.of(
                            new SquaredDifference8x2(),
                            new SquaredDifference8x1(),
                            new SquaredDifference7x2(),
                            new SquaredDifference7x1(),
                            new SquaredDifference16x1(),
                            new SquaredDifference14x1(),
                            new SquaredDifference10x1())
                    : SweepTiles.of(new SquaredDifference4x2(), new SquaredDifference4x1()),
            new Tiles<>(new PlanarSquaredDifference4x2(), new PlanarSquaredDifference4x1()),
            new Tiles<>(new PlanarSquaredDifference6x2(), new PlanarSquaredDifference6x1())),

    /** {@code x f}, or {@code g f}. */
    PRODUCT(
            Tiles.LARGE
                    ? SweepTiles.of(
                            new Product8x2(),
                            new Product8x1(),
                            new Product7x2(),
                            new Product7x1(),
                            new Product16x1(),
                            new Product14x1(),
                            new Product10x1())
                    : SweepTiles.of(new Product4x2(), new Product4x1()),
            new Tiles<>(new PlanarProduct4x2(), new PlanarProduct4x1()),
            new Tiles<>(new PlanarProduct6x2(), new PlanarProduct6x1())),

    /** {@code g clamp(f, x - 1, x + 1)}, for {@code x >= 1}. */
    CLAMP(
            Tiles.LARGE
                    ? SweepTiles.of(new Clamp6x1(), new Clamp4x2(), new Clamp4x1())
                    : SweepTiles.of(new Clamp4x2(), new Clamp4x1()),
            new Tiles<>(new PlanarClamp4x2(), new PlanarClamp4x1()),
            single(new PlanarClamp6x1())),

    /** {@code g HT(f - x)}. */
    HARD_TANH(
            SweepTiles.of(new HardTanh4x2(), new HardTanh4x1()),
            new Tiles<>(new PlanarHardTanh4x2(), new PlanarHardTanh4x1()),
            single(new PlanarHardTanh6x1())),

    /** {@code g (f - x)}. */
    INPUT_DIFFERENCE(
            SweepTiles.of(new InputDifference4x2(), new InputDifference4x1()),
            new Tiles<>(new PlanarInputDifference4x2(), new PlanarInputDifference4x1()),
            single(new PlanarInputDifference6x1())),

    /** {@code g sign(f - x)}. */
    INPUT_SIGN(
            SweepTiles.of(new InputSign4x2(), new InputSign4x1()),
            new Tiles<>(new PlanarInputSign4x2(), new PlanarInputSign4x1()),
            single(new PlanarInputSign6x1()));

    /** Of the {@link Sweep}. */
    final SweepTiles tiles;

    private final Tiles<PlanarKernel> planar4;
    private final Tiles<PlanarKernel> planar6;

    Term(SweepTiles tiles, Tiles<PlanarKernel> planar4, Tiles<PlanarKernel> planar6) {
        this.tiles = tiles;
        this.planar4 = planar4;
        this.planar6 = planar6;
    }

    private static Tiles<PlanarKernel> single(PlanarKernel kernel) {
        return new Tiles<>(kernel, kernel);
    }

    /** Returns the tiles of the {@link PlanarSweep} that leave the fewest of their rows without a column. */
    Tiles<PlanarKernel> planar(int columns) {
        boolean six = Tiles.LARGE && (columns + 5) / 6 * 6 <= (columns + 3) / 4 * 4;
        return six ? planar6 : planar4;
    }
}
