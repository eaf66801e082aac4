using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits what <c>[SelfAttention]</c>'s members call: the inputs are query, key and value at once.</summary>
internal static class SelfAttentionEntries
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        WriteEntry(code, "Forward", "Attend", "InputDim", "tokens × input dim", plan.Spec);
        code.Line();
        WriteEntry(code, "Weights", "Weigh", "tokens", "tokens × tokens", plan.Spec);
        code.Line();
        WriteEntry(code, "Scores", "Score", "tokens", "tokens × tokens", plan.Spec);
        code.Line();
        WriteBinding(code);
    }

    private static void WriteEntry(CodeWriter code, string name, string routine, string width, string words, AttentionSpec spec)
    {
        code.Line($"/// <summary>{name} of all tokens: checks, then {routine}.</summary>");
        using (code.Block($"public static void {name}(ReadOnlySpan<float> inputs, Span<float> destination)"))
        {
            Check.WriteTokens(code, "tokens", spec.QueryLength > 0 ? "SequenceLength" : "", "inputs", Shape.Tokens("InputDim", "input dim", spec.HeadDim));
            Check.WriteAtLeast(code, "destination", $"tokens, {width}", words);
            Check.WriteDisjoint(code, "destination", $"tokens * {width}", "inputs");
            code.Line($"""
                Operands operands = Bind(inputs, tokens, destination);
                {routine}(ref operands);
                """);
        }
    }

    private static void WriteBinding(CodeWriter code)
    {
        code.Line("/// <summary>The inputs as query, key and value.</summary>");
        using (code.Block("private static Operands Bind(ReadOnlySpan<float> inputs, int tokens, Span<float> destination)"))
        {
            code.Line("""
                Operands operands = default;
                operands.Query = ref MemoryMarshal.GetReference(inputs);
                operands.Key = ref MemoryMarshal.GetReference(inputs);
                operands.Value = ref MemoryMarshal.GetReference(inputs);
                operands.Destination = ref MemoryMarshal.GetReference(destination);
                operands.QueryLength = tokens;
                operands.KeyLength = tokens;
                operands.KeyCount = tokens;
                return operands;
                """);
        }
    }
}
