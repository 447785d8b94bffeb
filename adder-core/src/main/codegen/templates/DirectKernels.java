<#-- The kernels of DirectConvolution: a row of a tile is a filter, whose f is broadcast; a vector is of neighbouring positions' x. -->
<#include "/@includes/terms.ftl">
<@pp.dropOutputFile/>
<@each "direct"; t, size, rows, vectors>
<#assign bits = t.bits!false>
<#assign broadcasts = []>
<#list 0..<rows as i><#assign broadcasts += [broadcast("f" + i, bits || t.filterBits!false, "a[p + " + i + "]")]></#list>
<#assign loads = []>
<#list 0..<vectors as v><#assign loads += [load("x" + v, bits, "b", "q + " + v + " * Lanes.COUNT")]></#list>
<@pp.changeOutputFile name="/org/addernet/kernel/vector/Direct" + t.name + size + ".java"/>
package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** ${t.doc}. */
final class Direct${t.name}${size} extends DirectKernel {

    Direct${t.name}${size}() {
        super(${rows}, ${vectors});
    }

    @Override
    void sum(float[] a, int aStart, float[] b, int[] starts, int first, int shift, int length, float centre, float[] fixed, float[] sums, int at) {
<@start t rows vectors ""/>
        for (int k = 0; k < length; k++) {
            int p = aStart + k * STEP;
            int q = starts[first + k] + shift;
<@body tile(t, rows, vectors, true) broadcasts loads t.fixed??/>
        }
<@finish t rows vectors false/>
    }
}
</@each>
