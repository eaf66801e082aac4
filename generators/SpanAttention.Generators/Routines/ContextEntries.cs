using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what a layer's members over a projected context call.</summary>
internal static class ContextEntries
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        LayerTensors tensors = new(spec);
        code.Line($"""
            /// <summary>Shape of what a context keeps of each token.</summary>
            private static KeyValueShape ContextShape => new(KeyValueHeads, HeadDim, ValueDim, contextLength: 0, leftWindow: -1, CacheElement.{spec.Layer!.Element});
            """);
        code.Line();
        WriteProject(code, spec, tensors);
        code.Line();
        if (plan.IsPart)
        {
            WriteContextTokens(code);
            code.Line();
        }

        WriteForward(code, spec, tensors);
    }

    private static void WriteContextTokens(KernelWriter code)
    {
        code.Line("/// <summary>The tokens of a projected context, which is checked.</summary>");
        using (code.Block("public static int ContextTokens(ContextCache context)"))
        {
            code.Line("""
                CachedTokens.Check(context, ContextShape);
                return context.Count;
                """);
        }
    }

    private static void WriteProject(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        code.Line("/// <summary>Keys and values of a context.</summary>");
        using (code.Block($"public static ContextCache ProjectContext(AlignedFloats packed, {tensors.KeyValueInputs.Spans()})"))
        {
            Check.WriteCount(code, tensors.KeyInputs);
            if (tensors.KeyValueInputs.Count > 1)
            {
                Check.WriteExactly(code, tensors.ValueInputs);
            }

            code.Line($"""
                ContextCache cache = new(ContextShape, keyLength);
                Operands operands = Bind(packed, cache);
                AddAll(ref operands, {LayerEntries.References(tensors)}, keyLength, position: 0);
                return cache;
                """);
        }

        code.Line();
        code.Line("/// <summary>The layer's weights and workspace, and keys and values that are kept elsewhere.</summary>");
        using (code.Block("private static Operands Bind(AlignedFloats packed, ContextCache cache)"))
        {
            code.Line($"""
                Operands operands = Bind(packed, keyLength: 0);
                operands.Key = {spec.Stored.FromFloats("CachedTokens.Keys(cache)")};
                operands.Value = {spec.Stored.FromFloats("CachedTokens.Values(cache)")};
                operands.KeyCapacity = (int)WholeTiles(cache.Count);
                operands.KeyLength = cache.Count;
                operands.KeyCount = cache.Count;
                return operands;
                """);
        }
    }

    private static void WriteForward(KernelWriter code, AttentionSpec spec, LayerTensors tensors)
    {
        LayerOutputs outputs = LayerOutputs.Of(tensors);
        code.Line("/// <summary>Outputs of all tokens over a projected context.</summary>");
        using (code.Block($"public static void Forward(AlignedFloats packed, ReadOnlySpan<float> inputs, ContextCache context, {tensors.Options.Concat(outputs.Tensors).Spans()})"))
        {
            Check.WriteCount(code, tensors.Inputs);
            code.Line("CachedTokens.Check(context, ContextShape);");
            if (spec.HasPairs)
            {
                code.Line("int keyLength = context.Count;");
            }

            Check.WriteExactly(code, tensors.Options);
            outputs.WriteChecks(code, [tensors.Inputs, .. tensors.Options]);
            code.Line("""

                Operands operands = Bind(packed, context);
                """);
            LayerOutputs.WriteBinding(code);
            FirstPosition.Write(code, spec, "context.Count");
            Binding.Write(code, tensors.Options);
            code.Line("AttendAll(ref operands, ref MemoryMarshal.GetReference(inputs), queryLength);");
        }
    }
}
