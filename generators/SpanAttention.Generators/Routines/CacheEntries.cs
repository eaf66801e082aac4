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
        code.Line();
        WriteForward(code, spec, tensors);
        if (!plan.IsPart)
        {
            LayerOutputs.Of(tensors).WriteForwardAdd(code, tensors.Given, tensors.Inputs, ("KeyValueCache", "cache"));
            code.Line();
            WriteAttentionWeights(code, spec, tensors);
        }
    }

    private static void WriteShape(KernelWriter code, AttentionSpec spec) =>
        code.Line($"""
            /// <summary>Shape of what a cache keeps of each token.</summary>
            private static KeyValueShape CacheShape => new(KeyValueHeads, HeadDim, ValueDim, {spec.Layer!.ContextLength}, leftWindow: {spec.LeftWindow ?? -1}, CacheElement.{spec.Layer!.Element});

            /// <summary>An empty cache.</summary>
            public static KeyValueCache NewCache() => new(CacheShape);
            """);

    private static void WriteForward(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        LayerOutputs outputs = LayerOutputs.Of(tensors);
        code.Line("/// <summary>Outputs of tokens that follow those in the cache, and are added to it.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, {tensors.Given.Spans()}, KeyValueCache cache, {outputs.Spans})"))
        {
            Check.WriteCount(code, tensors.Inputs);
            WriteKeyLength(code);
            Check.WriteExactly(code, tensors.Options);
            outputs.WriteChecks(code, tensors.Given);
            Check.WritePositions(code, tensors.Options);
            code.Line($"""

                Operands operands = Bind(packed, keyLength: 0);
                {Bind(spec, "operands")}
                operands.KeyCount = keyLength;
                operands.FirstPosition = cache.Count;
                """);
            WriteFirstToken(code, spec);
            LayerOutputs.WriteBinding(code);
            WritePairs(code, spec, tensors);
            code.Line("""
                AddAndAttend(ref operands, ref MemoryMarshal.GetReference(inputs), tokens);
                CachedTokens.Add(cache, tokens);
                """);
        }
    }

    private static void WriteAttentionWeights(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        code.Line("/// <summary>Weights of tokens that would follow those in the cache, which stays as it is.</summary>");
        using (code.Block($"public static void AttentionWeights(AlignedFloats packed, {tensors.Given.Spans()}, KeyValueCache cache, Span<float> destination)"))
        {
            Check.WriteCount(code, tensors.Inputs);
            WriteKeyLength(code);
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
            WriteFirstToken(code, spec);
            Binding.Write(code, tensors.Options);
            code.Line("""
                AddAllKeys(ref operands, ref MemoryMarshal.GetReference(inputs), tokens, position: cache.Count);
                WeighAll(ref operands, ref MemoryMarshal.GetReference(inputs), tokens);
                """);
        }
    }

    private static void WriteKeyLength(KernelWriter code) =>
        code.Line("""
            CachedTokens.Check(cache, CacheShape, tokens);
            int keyLength = cache.Count + tokens;
            """);

    /// <summary>The statements that bind the keys and values of a cache.</summary>
    public static string Bind(AttentionSpec spec, string operands) => $"""
        {operands}.Key = {spec.Stored.FromFloats("CachedTokens.Keys(cache)")};
        {operands}.Value = {spec.Stored.FromFloats("CachedTokens.Values(cache)")};
        {operands}.KeyCapacity = CacheTokens;
        """;

    private static void WriteFirstToken(KernelWriter code, AttentionSpec spec)
    {
        if (spec.TakesPositionsOverCache)
        {
            code.Line("operands.FirstToken = cache.Count;");
        }
    }

    private static void WritePairs(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        if (spec.HasPairs)
        {
            code.Line("operands.KeyLength = keyLength;");
        }

        Binding.Write(code, tensors.Options);
    }
}
