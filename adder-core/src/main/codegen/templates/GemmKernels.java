<#-- The kernels of ImplicitGemm: a row of a tile is a position, whose x is broadcast; a vector is of packed columns f. -->
<#include "/@includes/terms.ftl">
<@pp.dropOutputFile/>
<@each "gemm"; t, size, rows, vectors>
<#assign bits = t.bits!false>
<#assign broadcasts = []>
<#list 0..<rows as i><#assign broadcasts += [broadcast("x" + i, bits, "a[a" + i + " + k]")]></#list>
<#assign loads = []>
<#list 0..<vectors as v>
    <#assign index = "bStart + " + vectors + " * Lanes.COUNT * k + " + v + " * Lanes.COUNT">
    <#assign loads += [bits?then("IntVector f" + v + " = IntVector.fromArray(Lanes.INTS, b, " + index + ");",
        load("f" + v, t.filterBits!false, "b", index))]>
</#list>
<@pp.changeOutputFile name="/org/addernet/kernel/vector/" + t.name + size + ".java"/>
package org.addernet.kernel.vector;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/** ${t.doc}. */
final class ${t.name}${size} extends GemmKernel {

    private static final int PITCH = Pitch.of(MethodHandles.lookup());

    ${t.name}${size}() {
        super(${rows}, ${vectors}, ${bits?c});
    }

    @Override
    void add(float[] a, int[] starts, int first, int shift, Panels panels, int bStart, int length, float centre, float[] fixed, float[] sums, int at) {
        ${bits?then("int[] b = panels.bits()", "float[] b = panels.floats()")};
        int a0 = starts[first] + shift;
<#list 1..<rows as i>
        int a${i} = PITCH != 0 ? a0 + ${i} * PITCH : starts[first + ${i}] + shift;
</#list>
<@start t rows vectors "at + "/>
        for (int k = 0; k < length; k++) {
<@body tile(t, rows, vectors, false) broadcasts loads t.fixed??/>
        }
<@finish t rows vectors true/>
    }
}
</@each>
