using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits what <c>[AdditiveAttention]</c>'s members call: checks, then the routine.</summary>
internal static class AdditiveEntries
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        string[] options = [.. OptionalOperand.Additive(spec).Select(static operand => operand.Name)];
        code.Line("/// <summary>Contexts of all query rows.</summary>");
        using (code.Block($"public static void Forward({Parameters(spec, "query", "key", "value")})"))
        {
            WriteLengths(code, spec);
            Check.WriteExactly(code, "value", Shape.Tokens("ValueDim", "value dim", spec.ValueDim), "keyLength");
            Check.WriteOptions(code, OptionalOperand.Additive(spec));
            Check.WriteAtLeast(code, "destination", "queryLength, ValueDim", "query tokens × value dim");
            Check.WriteDisjoint(code, "destination", "queryLength * ValueDim", ["query", "key", "value", .. options]);
            WriteBinding(code, ["query", "key", "value", .. options, "destination"]);
            code.Line("Attend(ref operands);");
        }

        code.Line();
        code.Line("/// <summary>Weights of all query rows.</summary>");
        using (code.Block($"public static void Weights({Parameters(spec, "query", "key")})"))
        {
            WriteLengths(code, spec);
            Check.WriteOptions(code, OptionalOperand.Additive(spec));
            Check.WriteAtLeast(code, "destination", "queryLength, keyLength", "query tokens × key tokens");
            Check.WriteDisjoint(code, "destination", "(long)queryLength * keyLength", ["query", "key", .. options]);
            WriteBinding(code, ["query", "key", .. options, "destination"]);
            code.Line("Weigh(ref operands);");
        }
    }

    private static string Parameters(AttentionSpec spec, params string[] inputs) => string.Join(
        ", ", inputs.Select(static input => $"ReadOnlySpan<float> {input}").Concat(OptionalOperand.Additive(spec).Select(static operand => operand.Parameter)).Append("Span<float> destination"));

    private static void WriteLengths(CodeWriter code, AttentionSpec spec)
    {
        Shape shape = Shape.Tokens("HeadDim", "head dim", spec.HeadDim);
        Check.WriteTokens(code, "queryLength", spec.QueryLength > 0 ? "QueryLength" : "", "query", shape);
        Check.WriteTokens(code, "keyLength", spec.KeyLength > 0 ? "KeyLength" : "", "key", shape);
    }

    private static void WriteBinding(CodeWriter code, IEnumerable<string> spans)
    {
        code.Line();
        code.Line("Operands operands = default;");
        foreach (string span in spans)
        {
            code.Line($"operands.{char.ToUpperInvariant(span[0])}{span.Substring(1)} = ref MemoryMarshal.GetReference({span});");
        }

        code.Line("""
            operands.QueryLength = queryLength;
            operands.KeyLength = keyLength;
            """);
    }
}
