using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what makes a projected context of tokens.</summary>
internal static class ContextEntries
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        LayerTensors tensors = new(plan.Spec);
        code.Line($"""
            /// <summary>Shape of what a context keeps of each token.</summary>
            public static KeyValueShape ContextShape => new(KeyValueHeads, HeadDim, ValueDim, contextLength: 0, leftWindow: -1, CacheElement.{plan.Spec.Layer!.Element});
            """);
        code.Line();
        code.Line("/// <summary>Keys and values of a context.</summary>");
        using (code.Block($"public static ContextCache ProjectContext(AlignedFloats packed, {tensors.KeyValueInputs.Spans()})"))
        {
            Check.WriteCount(code, tensors.KeyInputs);
            if (tensors.KeyValueInputs.Count > 1)
            {
                Check.WriteExactly(code, tensors.ValueInputs);
            }

            code.Line($"""
                ContextCache projected = new(ContextShape, keyLength);
                Operands operands = Bind(packed, keyLength: 0);
                AddSequences(ref operands, {LayerEntries.References(tensors.KeyValueInputs)}, SequenceBatch.Of(keyLength).Over(projected, ContextShape));
                return projected;
                """);
        }
    }
}
