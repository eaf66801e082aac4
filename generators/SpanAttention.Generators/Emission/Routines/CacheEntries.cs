using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits what a layer's members over a cache call.</summary>
internal static class CacheEntries
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        LayerInputs inputs = LayerInputs.Of(plan.Spec);
        WriteShape(code, plan.Spec);
        code.Line();
        WriteForward(code, inputs);
        code.Line();
        WriteAttentionWeights(code, inputs);
    }

    private static void WriteShape(CodeWriter code, AttentionSpec spec) =>
        code.Line($"""
            /// <summary>What a cache keeps of each token.</summary>
            private static KeyValueShape CacheShape => new(KeyValueHeads, HeadDim, ValueDim, {spec.Layer!.ContextLength}, leftWindow: -1);

            /// <summary>An empty cache.</summary>
            public static KeyValueCache NewCache() => new(CacheShape);
            """);

    private static void WriteForward(CodeWriter code, LayerInputs inputs)
    {
        code.Line("/// <summary>Outputs of tokens that follow those in the cache, and are added to it.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, {inputs.Parameters}, KeyValueCache cache, Span<float> destination)"))
        {
            Check.WriteTokens(code, "tokens", "", "inputs", inputs.InputShape);
            code.Line("CachedTokens.Check(cache, CacheShape, tokens);");
            Check.WriteAtLeast(code, "destination", "tokens, OutputDim", "tokens × output dim");
            Check.WriteDisjoint(code, "destination", "tokens * OutputDim", inputs.Names);
            code.Line("""

                Operands operands = Bind(packed, keyLength: 0);
                operands.Key = ref CachedTokens.Keys(cache);
                operands.Value = ref CachedTokens.Values(cache);
                operands.KeyCapacity = CacheTokens;
                operands.Outputs = ref MemoryMarshal.GetReference(destination);
                operands.KeyCount = cache.Count + tokens;
                operands.FirstPosition = cache.Count;
                AddAndAttend(ref operands, ref MemoryMarshal.GetReference(inputs), tokens);
                CachedTokens.Add(cache, tokens);
                """);
        }
    }

    private static void WriteAttentionWeights(CodeWriter code, LayerInputs inputs)
    {
        code.Line("/// <summary>Weights of tokens that would follow those in the cache, which stays as it is.</summary>");
        using (code.Block($"public static void AttentionWeights(AlignedFloats packed, {inputs.Parameters}, KeyValueCache cache, Span<float> destination)"))
        {
            Check.WriteTokens(code, "tokens", "", "inputs", inputs.InputShape);
            code.Line("""
                CachedTokens.Check(cache, CacheShape, tokens);
                int keyLength = cache.Count + tokens;
                """);
            Check.WriteAtLeast(code, "destination", "Heads, tokens, keyLength", "heads × tokens × cached and new tokens");
            Check.WriteDisjoint(code, "destination", "Heads * tokens * keyLength", inputs.Names);
            code.Line("""

                Operands operands = Bind(packed, keyLength);
                CachedTokens.CopyKeys(cache, CacheShape, ref operands.Key, operands.KeyCapacity);
                operands.Outputs = ref MemoryMarshal.GetReference(destination);
                operands.KeyCount = keyLength;
                operands.FirstPosition = cache.Count;
                AddAll(ref operands, ref MemoryMarshal.GetReference(inputs), tokens, place: cache.Count);
                WeighAll(ref operands, ref MemoryMarshal.GetReference(inputs), tokens);
                """);
        }
    }
}
