using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits what <c>[SelfAttention]</c>'s members call: the inputs are query, key and value at once.</summary>
internal static class SelfAttentionEntries
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        if (plan.Tiny is null)
        {
            WriteEntry(code, "Forward", "Attend", "InputDim", "tokens × input dim", plan.Spec);
        }
        else
        {
            WriteTinyForward(code, plan.Spec);
        }

        code.Line();
        WriteEntry(code, "Weights", "Weigh", "tokens", "tokens × tokens", plan.Spec);
        code.Line();
        WriteEntry(code, "Scores", "Score", "tokens", "tokens × tokens", plan.Spec);
        code.Line();
        WriteBinding(code, plan.Attends);
    }

    private static void WriteEntry(CodeWriter code, string name, string routine, string width, string words, AttentionSpec spec)
    {
        code.Line($"/// <summary>{name} of all tokens: checks, then {routine}.</summary>");
        using (code.Block($"public static void {name}(ReadOnlySpan<float> inputs, Span<float> destination)"))
        {
            WriteChecks(code, width, words, spec);
            code.Line($"""
                Operands operands = Bind(inputs, tokens, destination);
                {routine}(ref operands);
                """);
        }
    }

    /// <summary>Optimised at once, like the rows: as long as a new method runs unoptimised, it would take longer than they do.</summary>
    private static void WriteTinyForward(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>Forward of all tokens: checks, then AttendTiny.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block("public static void Forward(ReadOnlySpan<float> inputs, Span<float> destination)"))
        {
            WriteChecks(code, "InputDim", "tokens × input dim", spec);
            code.Line("""
                ref float input = ref MemoryMarshal.GetReference(inputs);
                AttendTiny(ref input, ref input, ref input, ref MemoryMarshal.GetReference(destination));
                """);
        }
    }

    private static void WriteChecks(CodeWriter code, string width, string words, AttentionSpec spec)
    {
        Check.WriteTokens(code, "tokens", spec.QueryLength > 0 ? "SequenceLength" : "", "inputs", Shape.Tokens("InputDim", "input dim", spec.HeadDim));
        Check.WriteAtLeast(code, "destination", $"tokens, {width}", words);
        Check.WriteDisjoint(code, "destination", $"(long)tokens * {width}", "inputs");
    }

    private static void WriteBinding(CodeWriter code, bool hasValue)
    {
        code.Line($"/// <summary>The inputs as query{(hasValue ? ", key and value" : " and key")}.</summary>");
        using (code.Block("private static Operands Bind(ReadOnlySpan<float> inputs, int tokens, Span<float> destination)"))
        {
            code.Line("""
                Operands operands = default;
                operands.Query = ref MemoryMarshal.GetReference(inputs);
                operands.Key = ref MemoryMarshal.GetReference(inputs);
                """);
            if (hasValue)
            {
                code.Line("operands.Value = ref MemoryMarshal.GetReference(inputs);");
            }

            code.Line("""
                operands.Destination = ref MemoryMarshal.GetReference(destination);
                operands.QueryLength = tokens;
                operands.KeyLength = tokens;
                operands.KeyCount = tokens;
                return operands;
                """);
        }
    }
}
