package org.addernet.kernel.vector;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.addernet.kernel.ConvGeometry;

/** What follows from the geometries of the layers in use, made once for each, so that a kernel call creates little garbage. */
final class Plans<P> {

    /** Only ever new shapes exceed this; then all plans are made again. */
    private static final int MOST = 1024;

    private final Map<ConvGeometry, P> plans = new ConcurrentHashMap<>();
    private final Function<ConvGeometry, P> maker;

    Plans(Function<ConvGeometry, P> maker) {
        this.maker = maker;
    }

    /** Returns the plan of a geometry. */
    P of(ConvGeometry geometry) {
        P known = plans.get(geometry);
        if (known != null) {
            return known;
        }
        if (plans.size() >= MOST) {
            plans.clear();
        }
        P plan = maker.apply(geometry);
        plans.put(geometry, plan);
        return plan;
    }
}
