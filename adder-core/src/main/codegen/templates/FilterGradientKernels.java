<#-- The kernels of FilterGradientGemm: a row of a tile is a filter, whose gradient x is broadcast; a vector is of inputs f. -->
<#include "/@includes/terms.ftl">
<@pp.dropOutputFile/>
<@each "outer"; t, size, rows, vectors>
<#assign broadcasts = []>
<#list 0..<rows as i><#assign broadcasts += [broadcast("x" + i, false, "a[p + " + i + "]")]></#list>
<#assign loads = []>
<#list 0..<vectors as v><#assign loads += [load("f" + v, false, "b", "q + " + v + " * Lanes.COUNT")]></#list>
<@pp.changeOutputFile name="/org/addernet/kernel/vector/Outer" + t.name + size + ".java"/>
package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** ${t.doc}. */
final class Outer${t.name}${size} extends OuterProductKernel {

    Outer${t.name}${size}() {
        super(${rows}, ${vectors});
    }

    @Override
    void add(float[] a, int aStart, float[] b, int[] starts, int shift, int length, float[] fixed, int fixedAt, float[] sums, int at) {
<@start t rows vectors "fixedAt + "/>
        for (int k = 0; k < length; k++) {
            int p = aStart + k * STEP;
            int q = starts[k] + shift;
<@body tile(t, rows, vectors, false) broadcasts loads true/>
        }
<@finish t rows vectors true/>
    }
}
</@each>
