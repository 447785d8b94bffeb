<#-- The kernel of DirectFilterGradient. -->
<@pp.dropOutputFile/>
<#assign rows = 6>
<#assign vectors = 2>
<#assign name = "DotProduct" + rows + "x" + vectors>
<@pp.changeOutputFile name="/org/addernet/kernel/vector/" + name + ".java"/>
package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** The innermost loop of a {@link DirectFilterGradient}: the products of ${rows} planes and ${vectors} shifts of another, lane by lane. */
final class ${name} {

    static final int ROWS = ${rows};
    static final int SHIFTS = ${vectors};

    private ${name}() {}

    /**
     * Adds {@code Σ a[aStart + i·plane + k·COUNT + lane] b[starts[k] + shift_j + lane]} over {@code k < length} to
     * {@code sums[at + (i·SHIFTS + j)·COUNT + lane]}.
     */
    static void add(float[] a, int aStart, int plane, float[] b, int[] starts<#list 0..<vectors as v>, int shift${v}</#list>, int length, float[] sums, int at) {
        <#list 0..<rows as i>
        int a${i} = aStart + ${i} * plane;
            <#list 0..<vectors as v>
        FloatVector s${i}_${v} = FloatVector.broadcast(Lanes.FLOATS, 0f);
            </#list>
        </#list>
        for (int k = 0; k < length; k++) {
            int q = starts[k];
            <#list 0..<vectors as v>
            FloatVector b${v} = FloatVector.fromArray(Lanes.FLOATS, b, q + shift${v});
            </#list>
            <#list 0..<rows as i>
            FloatVector x${i} = FloatVector.fromArray(Lanes.FLOATS, a, a${i} + k * Lanes.COUNT);
                <#list 0..<vectors as v>
            s${i}_${v} = x${i}.fma(b${v}, s${i}_${v});
                </#list>
            </#list>
        }
        <#list 0..<rows as i>
            <#list 0..<vectors as v>
                <#assign to>at + ${i * vectors + v} * Lanes.COUNT</#assign>
        Lanes.TYPE.cast(Lanes.TYPE.cast(s${i}_${v}).add(FloatVector.fromArray(Lanes.FLOATS, sums, ${to}))).intoArray(sums, ${to});
            </#list>
        </#list>
    }
}
