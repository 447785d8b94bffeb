<#--
    The terms that micro-kernels add up, and what their templates share.

    x is the input or, in gradients, the output gradient; f is the filter or, in the filter gradient, the input; s is the sum.
    One of x and f is "broadcast" for each row of a tile, the other is "loaded" for each of its vectors, as the template says; a
    symmetric term uses these names. "fix" is the operand that stays the same for a sum, and "fixed" computes n, low or high of it
    before the loop; "before" computes d before the term. "bits" takes x and f as their bits, "filterBits" f alone. A template
    makes the tiles, rows x vectors, that a term lists for it.

    What is loaded, and s, must be arguments: on JDK 17 the receiver of a call must be a fresh result, or it is boxed.
-->
<#assign terms = [
    {"name": "Maximum", "bits": true,
     "gemm": ["8x2", "8x1", "7x2", "7x1", "16x1", "14x1", "10x1", "4x2", "4x1"], "direct": ["6x2", "6x1", "4x2", "4x1"],
     "doc": "Adds {@code max(x, f)} for {@code x >= 0}, whose bits order as integers do: the l1 distance but for Σx and Σf",
     "term": "broadcast.max(loaded).reinterpretAsFloats().add(s)"},
    {"name": "AbsoluteDifference",
     "gemm": ["8x2", "8x1", "4x2", "4x1"], "direct": ["6x2", "6x1", "4x2", "4x1"],
     "doc": "Adds {@code |x - f|}: the l1 distance",
     "term": "broadcast.sub(loaded).reinterpretAsInts().and(notSign).reinterpretAsFloats().add(s)"},
    {"name": "SquaredDifference",
     "gemm": ["8x2", "8x1", "7x2", "7x1", "16x1", "14x1", "10x1", "4x2", "4x1"], "direct": ["6x2", "6x1", "4x2", "4x1"],
     "doc": "Adds {@code (x - f)²}: the l2 distance",
     "before": "FloatVector d = broadcast.sub(loaded);",
     "term": "d.fma(d, s)"},
    {"name": "Product",
     "gemm": ["8x2", "8x1", "7x2", "7x1", "16x1", "14x1", "10x1", "4x2", "4x1"], "direct": ["6x2", "6x1", "4x2", "4x1"],
     "outer": ["8x2", "8x1", "4x2", "4x1"],
     "doc": "Adds {@code x f}: cross-correlation and its gradients, and filter gradients but for f Σg",
     "term": "broadcast.fma(loaded, s)"},
    {"name": "Clamp", "filterBits": true,
     "gemm": ["6x1", "4x2", "4x1"], "direct": ["6x1", "4x2", "4x1"],
     "doc": "Adds {@code g clamp(f, x - 1, x + 1)} for {@code x >= 1}: the input gradient with HardTanh, but for x Σg",
     "fixed": ["IntVector low = minusOne.add(fix).reinterpretAsInts();", "IntVector high = one.add(fix).reinterpretAsInts();"],
     "term": "low.max(f).min(high).reinterpretAsFloats().fma(x, s)"},
    {"name": "HardTanh",
     "gemm": ["4x2", "4x1"], "direct": ["6x1", "4x2", "4x1"],
     "doc": "Adds {@code g HT(f - x)}: the input gradient with HardTanh",
     "fixed": ["FloatVector n = zero.sub(fix);"],
     "term": "n.add(f).max(minusOne).min(one).fma(x, s)"},
    {"name": "Difference",
     "gemm": ["4x2", "4x1"], "direct": ["6x1", "4x2", "4x1"],
     "doc": "Adds {@code g (f - x)}: the input gradient without a clip",
     "fixed": ["FloatVector n = zero.sub(fix);"],
     "term": "n.add(f).fma(x, s)"},
    {"name": "Sign",
     "gemm": ["4x2", "4x1"], "direct": ["6x1", "4x2", "4x1"], "outer": ["4x2", "4x1"],
     "doc": "Adds {@code g sign(d)}, where d is the difference of filter and input: the gradients of the ablation; a difference of 0 or NaN is its own sign",
     "fixed": ["FloatVector n = zero.sub(fix);"],
     "before": "FloatVector d = n.add(f);",
     "term": "d.blend(oneBits.or(signBit.and(d.reinterpretAsInts())).reinterpretAsFloats(), d.abs().compare(VectorOperators.GT, zero)).fma(x, s)"}
]>
<#-- Makes what is nested for each term and each tile that it lists under a name: the term, the tile, its rows and vectors. -->
<#macro each tiles>
    <#list terms as t>
        <#list t[tiles]![] as size>
            <#nested t, size, size?split("x")[0]?number, size?split("x")[1]?number>
        </#list>
    </#list>
</#macro>
<#-- Code for row i and vector v, which have a sum, and what is made of a fixed operand, of their own. -->
<#function named code i v broadcastsFilter>
    <#local result = code>
    <#list ["s", "d", "n", "low", "high", "fix"] as word>
        <#local result = result?replace("\\b" + word + "\\b", word + i + "_" + v, "r")>
    </#list>
    <#local x = "x" + broadcastsFilter?then(v, i)>
    <#local f = "f" + broadcastsFilter?then(i, v)>
    <#local result = result?replace("\\bbroadcast\\b", broadcastsFilter?then(f, x), "r")>
    <#local result = result?replace("\\bloaded\\b", broadcastsFilter?then(x, f), "r")>
    <#return result?replace("\\bx\\b", x, "r")?replace("\\bf\\b", f, "r")>
</#function>
<#function broadcast operand bits element>
    <#return bits?then("IntVector " + operand + " = IntVector.broadcast(Lanes.INTS, Float.floatToRawIntBits(" + element + "));",
        "FloatVector " + operand + " = FloatVector.broadcast(Lanes.FLOATS, " + element + ");")>
</#function>
<#function load operand bits array index>
    <#return bits?then("IntVector ", "FloatVector ") + operand + " = FloatVector.fromArray(Lanes.FLOATS, " + array + ", " + index + ")"
        + bits?then(".reinterpretAsInts();", ";")>
</#function>
<#-- The constants of a term and the sums before the loop; "fixedAt" is where the fixed operand of the tile begins. -->
<#macro start t rows vectors fixedAt>
        FloatVector zero = FloatVector.broadcast(Lanes.FLOATS, 0f);
        FloatVector one = FloatVector.broadcast(Lanes.FLOATS, 1f);
        FloatVector minusOne = FloatVector.broadcast(Lanes.FLOATS, -1f);
        IntVector oneBits = one.reinterpretAsInts();
        IntVector signBit = IntVector.broadcast(Lanes.INTS, Integer.MIN_VALUE);
        IntVector notSign = IntVector.broadcast(Lanes.INTS, Integer.MAX_VALUE);
    <#if t.bits!false>
        // Half before and half after the loop: the sums are smallest so, and are rounded least.
        float start = -0.5f * length * centre;
    </#if>
    <#list 0..<rows as i>
        <#list 0..<vectors as v>
            <#if t.fixed??>
        FloatVector fix${i}_${v} = FloatVector.fromArray(Lanes.FLOATS, fixed, ${fixedAt}${i * vectors + v} * Lanes.COUNT);
                <#list t.fixed as line>
        ${named(line, i, v, false)}
                </#list>
            </#if>
        FloatVector s${i}_${v} = ${(t.bits!false)?then("FloatVector.broadcast(Lanes.FLOATS, start)", "zero")};
        </#list>
    </#list>
</#macro>
<#-- The body of the loop. Its order decides what the JIT spills, and on JDK 17 whether it boxes. -->
<#macro body terms broadcasts loads broadcastsFirst>
    <#if broadcastsFirst>
        <#list broadcasts as line>
            ${line}
        </#list>
        <#list loads as line>
            ${line}
            <#list terms as row>
            ${row[line?index]}
            </#list>
        </#list>
    <#else>
        <#list loads as line>
            ${line}
        </#list>
        <#list broadcasts as line>
            ${line}
            <#list terms[line?index] as term>
            ${term}
            </#list>
        </#list>
    </#if>
</#macro>
<#-- The terms of a tile, row by row; "broadcastsFilter" says whether f is broadcast. -->
<#function tile t rows vectors broadcastsFilter>
    <#local result = []>
    <#list 0..<rows as i>
        <#local row = []>
        <#list 0..<vectors as v>
            <#local code = (t.before??)?then((t.before!"") + "\n            ", "") + "s = " + t.term + ";">
            <#local row += [named(code, i, v, broadcastsFilter)]>
        </#list>
        <#local result += [row]>
    </#list>
    <#return result>
</#function>
<#-- Writes the sums, added to those that are there if wished. -->
<#macro finish t rows vectors adds>
    <#list 0..<rows as i>
        <#list 0..<vectors as v>
            <#local to>at + ${i * vectors + v} * Lanes.COUNT</#local>
            <#local sum>Lanes.TYPE.cast(s${i}_${v})<#if t.bits!false>.add(FloatVector.broadcast(Lanes.FLOATS, start))</#if></#local>
        Lanes.TYPE.cast(${sum}<#if adds>.add(FloatVector.fromArray(Lanes.FLOATS, sums, ${to}))</#if>).intoArray(sums, ${to});
        </#list>
    </#list>
</#macro>
