using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what a layer's members over a cache call.</summary>
internal static class CacheEntries
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerTensors tensors = LayerTensors.OfCache(spec);
        WriteShape(code, spec);
        if (!plan.IsPart)
        {
            code.Line();
            WriteAttentionWeights(code, spec, tensors);
        }
    }

    private static void WriteShape(KernelWriter code, AttentionSpec spec) =>
        code.Line($"""
            /// <summary>Shape of what a cache keeps of each token.</summary>
            public static KeyValueShape CacheShape => new(KeyValueHeads, HeadDim, ValueDim, {spec.Layer!.ContextLength}, leftWindow: {spec.LeftWindow ?? -1}, CacheElement.{spec.Layer!.Element});

            /// <summary>An empty cache.</summary>
            public static KeyValueCache NewCache() => new(CacheShape);
            """);

    private static void WriteAttentionWeights(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        code.Line("/// <summary>Weights of tokens that would follow those in the cache, which stays as it is.</summary>");
        using (code.Block($"public static void AttentionWeights(AlignedFloats packed, {tensors.Given.Spans()}, KeyValueCache cache, Span<float> destination)"))
        {
            Check.WriteCount(code, tensors.Inputs);
            code.Line("""
                CachedTokens.Check(cache, CacheShape, tokens);
                int keyLength = cache.Count + tokens;
                """);
            Check.WriteExactly(code, tensors.Options);
            Check.WriteRoom(code, tensors.Pairs);
            Check.WriteDisjoint(code, tensors.Pairs, tensors.Given);
            Check.WritePositions(code, tensors.Options);
            code.Line($"""

                Operands operands = Bind(packed, keyLength);
                CachedTokens.CopyKeys(cache, CacheShape, {spec.Stored.AsFloats("operands.Key")}, operands.KeyCapacity);
                operands.Outputs = ref MemoryMarshal.GetReference(destination);
                operands.KeyCount = keyLength;
                operands.FirstPosition = cache.Count;
                """);
            if (spec.TakesPositionsOverCache)
            {
                code.Line("operands.FirstToken = cache.Count;");
            }

            Binding.Write(code, tensors.Options);
            code.Line("""
                AddAllKeys(ref operands, ref MemoryMarshal.GetReference(inputs), tokens, position: cache.Count);
                WeighAll(ref operands, ref MemoryMarshal.GetReference(inputs), tokens);
                """);
        }
    }
}
