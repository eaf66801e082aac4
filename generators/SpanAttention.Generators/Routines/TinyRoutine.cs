using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits AttendTiny: contexts of all heads, each by the straight lines of the machine's vector width.</summary>
internal static class TinyRoutine
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        code.Line("/// <summary>context = normalize(query · keyᵀ) · value for every head, its rows all at once.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
        using (code.Block("private static void AttendTiny(ref float query, ref float key, ref float value, ref float destination)"))
        {
            if (plan.Spec.Heads == 1)
            {
                WriteWidths(code, plan.Tiny!);
                return;
            }

            using (code.Block("for (int head = 0; head < Heads; head++)"))
            {
                WriteWidths(code, plan.Tiny!);
                WriteNextHead(code, plan.Spec);
            }
        }
    }

    private static void WriteWidths(KernelWriter code, TinyPlan tiny)
    {
        VectorWidth[] widths = [.. tiny.Widths];
        if (widths.Length == 1)
        {
            WriteCalls(code, tiny, widths[0]);
            return;
        }

        using (code.Block($"if ({widths[0].Class}.IsHardwareAccelerated)"))
        {
            WriteCalls(code, tiny, widths[0]);
        }

        using (code.Block("else"))
        {
            WriteCalls(code, tiny, widths[1]);
        }
    }

    private static void WriteCalls(KernelWriter code, TinyPlan tiny, VectorWidth width)
    {
        foreach (TinyVector vector in tiny.Of(width))
        {
            code.Line($"{tiny.Method(vector)}(ref query, ref key, ref value, ref destination);");
        }
    }

    private static void WriteNextHead(KernelWriter code, AttentionSpec spec)
    {
        Advance(code, spec, TokenTensor.Query, "QueryLength");
        Advance(code, spec, TokenTensor.Context, "QueryLength");
        if (spec.KeyValueHeads == spec.Heads)
        {
            WriteNextKeyValueHead(code, spec);
            return;
        }

        using (code.Block("if ((head + 1) % GroupSize == 0)"))
        {
            WriteNextKeyValueHead(code, spec);
        }
    }

    private static void WriteNextKeyValueHead(KernelWriter code, AttentionSpec spec)
    {
        Advance(code, spec, TokenTensor.Key, "KeyLength");
        Advance(code, spec, TokenTensor.Value, "KeyLength");
    }

    private static void Advance(KernelWriter code, AttentionSpec spec, TokenTensor tensor, string tokens) =>
        code.Line($"{tensor.Name} = ref Floats.At(ref {tensor.Name}, {Address.HeadStride(spec, tensor, tokens)});");
}
