using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits what a layer's members over a projected context call.</summary>
internal static class ContextEntries
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerInputs inputs = LayerInputs.Of(spec);
        code.Line($"""
            /// <summary>What a context keeps of each token.</summary>
            private static KeyValueShape ContextShape => new(KeyValueHeads, HeadDim, ValueDim, contextLength: 0, leftWindow: -1, CacheElement.{spec.Layer!.Element});
            """);
        code.Line();
        WriteProject(code, spec, inputs);
        code.Line();
        WriteForward(code, spec, inputs);
    }

    private static void WriteProject(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
    {
        string[] sources = inputs.Sources;
        code.Line("/// <summary>Keys and values of a context.</summary>");
        using (code.Block($"public static ContextCache ProjectContext(AlignedFloats packed, {LayerInputs.Declare(sources)})"))
        {
            Check.WriteTokens(code, "keyLength", "", inputs.Key, inputs.KeyShape);
            if (sources.Length > 1)
            {
                Check.WriteExactly(code, inputs.Value, inputs.ValueShape, "keyLength");
            }

            code.Line($"""
                ContextCache cache = new(ContextShape, keyLength);
                Operands operands = Bind(packed, cache);
                AddAll(ref operands, {LayerEntries.References(inputs)}, keyLength, position: 0);
                return cache;
                """);
        }

        code.Line();
        code.Line("/// <summary>The layer's weights and workspace, and keys and values that are kept elsewhere.</summary>");
        using (code.Block("private static Operands Bind(AlignedFloats packed, ContextCache cache)"))
        {
            code.Line($"""
                Operands operands = Bind(packed, keyLength: 0);
                operands.Key = {Elements.From(spec, "CachedTokens.Keys(cache)")};
                operands.Value = {Elements.From(spec, "CachedTokens.Values(cache)")};
                operands.KeyCapacity = (int)WholeTiles(cache.Count);
                operands.KeyLength = cache.Count;
                operands.KeyCount = cache.Count;
                return operands;
                """);
        }
    }

    private static void WriteForward(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
    {
        string options = string.Concat(OptionalOperand.Scores(spec).Select(static operand => $"{operand.Parameter}, "));
        string[] read = ["inputs", .. OptionalOperand.Names(OptionalOperand.Scores(spec))];
        code.Line("/// <summary>Outputs of all tokens over a projected context.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, ReadOnlySpan<float> inputs, ContextCache context, {options}Span<float> destination)"))
        {
            Check.WriteTokens(code, "queryLength", spec.QueryLength > 0 ? "SequenceLength" : "", "inputs", inputs.InputShape);
            code.Line("CachedTokens.Check(context, ContextShape);");
            if (spec.HasPairs)
            {
                code.Line("int keyLength = context.Count;");
            }

            Check.WriteOptions(code, OptionalOperand.Scores(spec));
            Check.WriteAtLeast(code, "destination", "queryLength, OutputDim", "tokens × output dim");
            Check.WriteDisjoint(code, "destination", "queryLength * OutputDim", read);
            code.Line("""

                Operands operands = Bind(packed, context);
                operands.Outputs = ref MemoryMarshal.GetReference(destination);
                """);
            if (spec.CountsPositions)
            {
                code.Line("operands.FirstPosition = context.Count - queryLength; // the last token stands at the last key");
            }

            LayerEntries.WritePairs(code, spec);
            code.Line("AttendAll(ref operands, ref MemoryMarshal.GetReference(inputs), queryLength);");
        }
    }
}
