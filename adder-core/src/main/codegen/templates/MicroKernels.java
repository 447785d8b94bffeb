<#-- The micro-kernels: one class for each term and tile. See the package's documentation for why they are generated. -->
<@pp.dropOutputFile/>
<#--
    x is the value that is broadcast, b the vector, s the sum; low and high, n, fix are made from the tile's fixed operand.
    A planar kernel broadcasts the filter (x) and loads the inputs (b). The terms of the forward pass are symmetric; those that
    are not need "planarTerm", and "planarBefore" if they have a "before". "filterBits" takes the filter as bits.
-->
<#assign sweeps = [
    {"name": "Maximum", "ints": true, "tiles": ["8x2", "8x1", "7x2", "7x1", "16x1", "14x1", "10x1", "4x2", "4x1"],
     "planar": ["6x2", "6x1", "4x2", "4x1"],
     "doc": "Adds {@code max(x, f)} for {@code x >= 0}, whose bits order as integers do: the l1 distance but for Σx and Σf",
     "term": "x.max(b).reinterpretAsFloats().add(s)"},
    {"name": "AbsoluteDifference", "tiles": ["8x2", "8x1", "4x2", "4x1"],
     "planar": ["6x2", "6x1", "4x2", "4x1"],
     "doc": "Adds {@code |x - f|}: the l1 distance",
     "term": "x.sub(b).reinterpretAsInts().and(notSign).reinterpretAsFloats().add(s)"},
    {"name": "SquaredDifference", "tiles": ["8x2", "8x1", "7x2", "7x1", "16x1", "14x1", "10x1", "4x2", "4x1"],
     "planar": ["6x2", "6x1", "4x2", "4x1"],
     "doc": "Adds {@code (x - f)²}: the l2 distance",
     "before": "FloatVector d = x.sub(b);",
     "term": "d.fma(d, s)"},
    {"name": "Product", "tiles": ["8x2", "8x1", "7x2", "7x1", "16x1", "14x1", "10x1", "4x2", "4x1"],
     "planar": ["6x2", "6x1", "4x2", "4x1"],
     "doc": "Adds {@code x f}: cross-correlation, and its input gradient",
     "term": "x.fma(b, s)"},
    {"name": "Clamp", "tiles": ["6x1", "4x2", "4x1"], "filterBits": true,
     "planar": ["6x1", "4x2", "4x1"],
     "doc": "Adds {@code g clamp(f, x - 1, x + 1)} for {@code x >= 1}: the input gradient with HardTanh, but for x Σg",
     "fixed": ["IntVector low = minusOne.add(fix).reinterpretAsInts();", "IntVector high = one.add(fix).reinterpretAsInts();"],
     "term": "x.fma(low.max(b).min(high).reinterpretAsFloats(), s)",
     "planarTerm": "low.max(x).min(high).reinterpretAsFloats().fma(b, s)"},
    {"name": "HardTanh", "tiles": ["4x2", "4x1"],
     "planar": ["6x1", "4x2", "4x1"],
     "doc": "Adds {@code g HT(f - x)}: the input gradient with HardTanh",
     "fixed": ["FloatVector n = zero.sub(fix);"],
     "term": "x.fma(n.add(b).max(minusOne).min(one), s)",
     "planarTerm": "n.add(x).max(minusOne).min(one).fma(b, s)"},
    {"name": "InputDifference", "tiles": ["4x2", "4x1"],
     "planar": ["6x1", "4x2", "4x1"],
     "doc": "Adds {@code g (f - x)}: the input gradient without a clip",
     "fixed": ["FloatVector n = zero.sub(fix);"],
     "term": "x.fma(n.add(b), s)",
     "planarTerm": "n.add(x).fma(b, s)"},
    {"name": "InputSign", "tiles": ["4x2", "4x1"],
     "planar": ["6x1", "4x2", "4x1"],
     "doc": "Adds {@code g sign(f - x)}: the input gradient of the ablation; a difference of 0 or NaN is its own sign",
     "fixed": ["FloatVector n = zero.sub(fix);"],
     "before": "FloatVector d = n.add(b);",
     "term": "x.fma(d.blend(oneBits.or(signBit.and(d.reinterpretAsInts())).reinterpretAsFloats(), d.abs().compare(VectorOperators.GT, zero)), s)",
     "planarBefore": "FloatVector d = n.add(x);",
     "planarTerm": "d.blend(oneBits.or(signBit.and(d.reinterpretAsInts())).reinterpretAsFloats(), d.abs().compare(VectorOperators.GT, zero)).fma(b, s)"}
]>
<#assign outers = [
    {"name": "OuterProduct", "tiles": ["8x2", "8x1", "4x2", "4x1"],
     "doc": "Adds {@code g x}: the filter gradient, but for f Σg",
     "term": "x.fma(b, s)"},
    {"name": "OuterSign", "tiles": ["4x2", "4x1"],
     "doc": "Adds {@code g sign(x - f)}: the filter gradient of the ablation; a difference of 0 or NaN is its own sign",
     "fixed": ["FloatVector n = zero.sub(fix);"],
     "before": "FloatVector d = n.add(b);",
     "term": "x.fma(d.blend(oneBits.or(signBit.and(d.reinterpretAsInts())).reinterpretAsFloats(), d.abs().compare(VectorOperators.GT, zero)), s)"}
]>
<#-- A name as it is for row i and vector v: of the sums and the fixed operand's values there is one for each. -->
<#function named code i v>
    <#local result = code>
    <#list ["s", "d", "n", "low", "high", "fix"] as word>
        <#local result = result?replace("\\b" + word + "\\b", word + i + "_" + v, "r")>
    </#list>
    <#return result?replace("\\bx\\b", "x" + i, "r")?replace("\\bb\\b", "b" + v, "r")>
</#function>
<#-- A kernel of a driver: "Sweep", "Outer" or "Planar". -->
<#macro kernel k tile driver>
    <#local outer = driver == "Outer">
    <#local planar = driver == "Planar">
    <#local sweep = driver == "Sweep">
    <#local rows = tile?split("x")[0]?number>
    <#local vectors = tile?split("x")[1]?number>
    <#local name = planar?then(driver, "") + k.name + rows + "x" + vectors>
    <#local term = planar?then(k.planarTerm!k.term, k.term)>
    <#local before = planar?then(k.planarBefore!k.before!"", k.before!"")>
    <#local ints = k.ints!false>
    <#local intX = ints || planar && (k.filterBits!false)>
    <#local intB = ints || !planar && (k.filterBits!false)>
<@pp.changeOutputFile name="/org/addernet/kernel/vector/" + name + ".java"/>
package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
<#if sweep>
import java.lang.invoke.MethodHandles;
</#if>

/** ${k.doc}. */
final class ${name} extends ${driver}Kernel {

    <#if sweep>
    private static final int PITCH = Pitch.of(MethodHandles.lookup());

    </#if>
    ${name}() {
        super(${rows}, ${vectors}<#if sweep>, ${ints?c}</#if>);
    }

    @Override
    <#if outer>
    void add(float[] a, int aStart, float[] b, int[] starts, int shift, int length, float[] fixed, int fixedAt, float[] sums, int at) {
    <#elseif planar>
    void sum(float[] a, int aStart, float[] b, int[] starts, int first, int shift, int length, float centre, float[] fixed, float[] sums, int at) {
    <#else>
    void add(float[] a, int[] starts, int first, int shift, Panels panels, int bStart, int length, float centre, float[] fixed, float[] sums, int at) {
        ${ints?then("int[] b = panels.bits()", "float[] b = panels.floats()")};
        int a0 = starts[first] + shift;
        <#list 1..<rows as i>
        int a${i} = PITCH != 0 ? a0 + ${i} * PITCH : starts[first + ${i}] + shift;
        </#list>
    </#if>
        FloatVector zero = FloatVector.broadcast(Lanes.FLOATS, 0f);
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        FloatVector minusOne = FloatVector.broadcast(Lanes.FLOATS, -1f);
    <#if ints>
        // Half before and half after the loop: the sums are smallest so, and are rounded least.
        float start = -0.5f * length * centre;
    </#if>
        IntVector oneBits = one.reinterpretAsInts();
        IntVector signBit = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);
        IntVector notSign = IntVector.broadcast(Lanes.INTS, Integer.MAX_VALUE);
    <#list 0..<rows as i>
        <#list 0..<vectors as v>
        <#if k.fixed??>
        FloatVector fix${i}_${v} = FloatVector.fromArray(Lanes.FLOATS, fixed, <#if outer>fixedAt + <#elseif sweep>at + </#if>${i * vectors + v} * Lanes.COUNT);
            <#list k.fixed as line>
        ${named(line, i, v)}
            </#list>
        </#if>
        FloatVector s${i}_${v} = ${ints?then("FloatVector.broadcast(Lanes.FLOATS, start)", "zero")};
        </#list>
    </#list>
        for (int k = 0; k < length; k++) {
    <#if outer>
            int p = aStart + k * STEP;
            int q = starts[k] + shift;
    <#elseif planar>
            int p = aStart + k * STEP;
            int q = starts[first + k] + shift;
    </#if>
    <#local loads = []>
    <#list 0..<vectors as v>
        <#local index><#if !sweep>q + ${v} * Lanes.COUNT<#else>bStart + ${vectors} * Lanes.COUNT * k + ${v} * Lanes.COUNT</#if></#local>
        <#local load>
            ${intB?then("IntVector", "FloatVector")} b${v} = <#if ints && sweep>IntVector.fromArray(Lanes.INTS, b, ${index})<#else>FloatVector.fromArray(Lanes.FLOATS, b, ${index})<#if intB>.reinterpretAsInts()</#if></#if>;
        </#local>
        <#local loads += [load]>
    </#list>
    <#local broadcasts = []>
    <#local terms = []>
    <#list 0..<rows as i>
        <#local element>a[<#if !sweep>p + ${i}<#else>a${i} + k</#if>]</#local>
        <#local broadcast>
            <#if intX>
            IntVector x${i} = IntVector.broadcast(Lanes.INTS, Float.floatToRawIntBits(${element}));
            <#else>
            FloatVector x${i} = FloatVector.broadcast(Lanes.FLOATS, ${element});
            </#if>
        </#local>
        <#local broadcasts += [broadcast]>
        <#list 0..<vectors as v>
            <#local sum>
            ${named(before, i, v)}
            s${i}_${v} = ${named(term, i, v)};
            </#local>
            <#local terms += [sum]>
        </#list>
    </#list>
    <#-- The order decides what the JIT spills, and on JDK 17 whether it boxes. -->
    <#if outer || k.fixed??>
${broadcasts?join("")}
        <#list 0..<vectors as v>
${loads[v]}
            <#list 0..<rows as i>
${terms[i * vectors + v]}
            </#list>
        </#list>
    <#else>
${loads?join("")}
        <#list 0..<rows as i>
${broadcasts[i]}
            <#list 0..<vectors as v>
${terms[i * vectors + v]}
            </#list>
        </#list>
    </#if>
        }
    <#list 0..<rows as i>
        <#list 0..<vectors as v>
        <#local to>at + ${i * vectors + v} * Lanes.COUNT</#local>
        <#local sum>Lanes.TYPE.cast(s${i}_${v})<#if ints>.add(FloatVector.broadcast(Lanes.FLOATS, start))</#if></#local>
        Lanes.TYPE.cast(${sum}<#if !planar>.add(FloatVector.fromArray(Lanes.FLOATS, sums, ${to}))</#if>).intoArray(sums, ${to});
        </#list>
    </#list>
    }
}
</#macro>
<#macro dot rows vectors>
    <#local name = "DotProduct" + rows + "x" + vectors>
<@pp.changeOutputFile name="/org/addernet/kernel/vector/" + name + ".java"/>
package org.addernet.kernel.vector;

import jdk.incubator.vector.FloatVector;

/** The innermost loop of a {@link DotSweep}: the products of ${rows} planes and ${vectors} shifts of another, lane by lane. */
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
                <#local to>at + ${i * vectors + v} * Lanes.COUNT</#local>
        Lanes.TYPE.cast(Lanes.TYPE.cast(s${i}_${v}).add(FloatVector.fromArray(Lanes.FLOATS, sums, ${to}))).intoArray(sums, ${to});
            </#list>
        </#list>
    }
}
</#macro>
<#list sweeps as k>
    <#list k.tiles as tile><@kernel k tile "Sweep"/></#list>
    <#list k.planar as tile><@kernel k tile "Planar"/></#list>
</#list>
<#list outers as k><#list k.tiles as tile><@kernel k tile "Outer"/></#list></#list>
<@dot 6 2/>
