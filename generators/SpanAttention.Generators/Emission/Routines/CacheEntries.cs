using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits what a layer's members over a cache call.</summary>
internal static class CacheEntries
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerInputs inputs = LayerInputs.Of(spec);
        WriteShape(code, spec);
        code.Line();
        WriteForward(code, spec, inputs);
        code.Line();
        WriteAttentionWeights(code, spec, inputs);
    }

    private static void WriteShape(CodeWriter code, AttentionSpec spec) =>
        code.Line($"""
            /// <summary>What a cache keeps of each token.</summary>
            private static KeyValueShape CacheShape => new(KeyValueHeads, HeadDim, ValueDim, {spec.Layer!.ContextLength}, leftWindow: {spec.LeftWindow ?? -1}, CacheElement.{spec.Layer!.Element});

            /// <summary>An empty cache.</summary>
            public static KeyValueCache NewCache() => new(CacheShape);
            """);

    private static void WriteForward(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
    {
        code.Line("/// <summary>Outputs of tokens that follow those in the cache, and are added to it.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, {LayerEntries.Parameters(spec, inputs)}, KeyValueCache cache, Span<float> destination)"))
        {
            Check.WriteTokens(code, "tokens", "", "inputs", inputs.InputShape);
            code.Line("CachedTokens.Check(cache, CacheShape, tokens);");
            WritePairChecks(code, spec);
            Check.WriteAtLeast(code, "destination", "tokens, OutputDim", "tokens × output dim");
            Check.WriteDisjoint(code, "destination", "tokens * OutputDim", LayerEntries.InputNames(spec, inputs));
            code.Line($"""

                Operands operands = Bind(packed, keyLength: 0);
                operands.Key = {Elements.From(spec, "CachedTokens.Keys(cache)")};
                operands.Value = {Elements.From(spec, "CachedTokens.Values(cache)")};
                operands.KeyCapacity = CacheTokens;
                operands.Outputs = ref MemoryMarshal.GetReference(destination);
                operands.KeyCount = cache.Count + tokens;
                operands.FirstPosition = cache.Count;
                """);
            WritePairs(code, spec);
            code.Line("""
                AddAndAttend(ref operands, ref MemoryMarshal.GetReference(inputs), tokens);
                CachedTokens.Add(cache, tokens);
                """);
        }
    }

    private static void WriteAttentionWeights(CodeWriter code, AttentionSpec spec, LayerInputs inputs)
    {
        code.Line("/// <summary>Weights of tokens that would follow those in the cache, which stays as it is.</summary>");
        using (code.Block($"public static void AttentionWeights(AlignedFloats packed, {LayerEntries.Parameters(spec, inputs)}, KeyValueCache cache, Span<float> destination)"))
        {
            Check.WriteTokens(code, "tokens", "", "inputs", inputs.InputShape);
            code.Line("""
                CachedTokens.Check(cache, CacheShape, tokens);
                int keyLength = cache.Count + tokens;
                """);
            WriteOptionChecks(code, spec);
            Check.WriteAtLeast(code, "destination", "Heads, tokens, keyLength", "heads × tokens × cached and new tokens");
            Check.WriteDisjoint(code, "destination", "(long)Heads * tokens * keyLength", LayerEntries.InputNames(spec, inputs));
            code.Line($"""

                Operands operands = Bind(packed, keyLength);
                CachedTokens.CopyKeys(cache, CacheShape, {Elements.AsFloats(spec, "operands.Key")}, operands.KeyCapacity);
                operands.Outputs = ref MemoryMarshal.GetReference(destination);
                operands.KeyCount = keyLength;
                operands.FirstPosition = cache.Count;
                """);
            LayerEntries.WritePairs(code, spec);
            code.Line("""
                AddAll(ref operands, ref MemoryMarshal.GetReference(inputs), tokens, position: cache.Count);
                WeighAll(ref operands, ref MemoryMarshal.GetReference(inputs), tokens);
                """);
        }
    }

    private static void WritePairChecks(CodeWriter code, AttentionSpec spec)
    {
        if (spec.HasPairs)
        {
            code.Line("int keyLength = cache.Count + tokens;");
            WriteOptionChecks(code, spec);
        }
    }

    private static void WriteOptionChecks(CodeWriter code, AttentionSpec spec) =>
        Check.WriteOptions(code, OptionalOperand.Scores(spec).Select(static operand => operand with { Dimensions = operand.Dimensions.Replace("queryLength", "tokens") }));

    private static void WritePairs(CodeWriter code, AttentionSpec spec)
    {
        if (spec.HasPairs)
        {
            code.Line("operands.KeyLength = keyLength;");
            LayerEntries.WritePairs(code, spec);
        }
    }
}
