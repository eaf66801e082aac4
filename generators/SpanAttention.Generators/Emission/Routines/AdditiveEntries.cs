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
        code.Line("/// <summary>Contexts of all query rows.</summary>");
        using (code.Block($"public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, {OptionParameters(spec)}Span<float> destination)"))
        {
            WriteLengths(code, spec);
            Check.WriteExactly(code, "value", Shape.Tokens("ValueDim", "value dim", spec.ValueDim), "keyLength");
            WriteOptions(code, spec);
            WriteDestination(code, spec, "ValueDim", "query tokens × value dim", "query", "key", "value");
            WriteBinding(code, spec, "value");
            code.Line("Attend(ref operands);");
        }

        code.Line();
        code.Line("/// <summary>Weights of all query rows.</summary>");
        using (code.Block($"public static void Weights(ReadOnlySpan<float> query, ReadOnlySpan<float> key, {OptionParameters(spec)}Span<float> destination)"))
        {
            WriteLengths(code, spec);
            WriteOptions(code, spec);
            WriteDestination(code, spec, "keyLength", "query tokens × key tokens", "query", "key");
            WriteBinding(code, spec, "");
            code.Line("Weigh(ref operands);");
        }
    }

    private static string OptionParameters(AttentionSpec spec) =>
        (spec.Additive!.HasScale ? "ReadOnlySpan<float> scale, " : "") + (spec.Additive.HasMask ? "ReadOnlySpan<bool> mask, " : "");

    private static void WriteLengths(CodeWriter code, AttentionSpec spec)
    {
        Shape shape = Shape.Tokens("HeadDim", "head dim", spec.HeadDim);
        Check.WriteTokens(code, "queryLength", spec.QueryLength > 0 ? "QueryLength" : "", "query", shape);
        Check.WriteTokens(code, "keyLength", spec.KeyLength > 0 ? "KeyLength" : "", "key", shape);
    }

    private static void WriteOptions(CodeWriter code, AttentionSpec spec)
    {
        if (spec.Additive!.HasScale)
        {
            code.Line("SpanShape.Exactly(scale.Length, HeadDim, \"scale\", \"head dim\");");
        }

        if (spec.Additive.HasMask)
        {
            code.Line(spec.Additive.Mask == PairAxes.Keys
                ? "SpanShape.Exactly(mask.Length, keyLength, \"mask\", \"key tokens\");"
                : "SpanShape.Exactly(mask.Length, queryLength, keyLength, \"mask\", \"query tokens × key tokens\");");
        }
    }

    private static void WriteDestination(CodeWriter code, AttentionSpec spec, string width, string words, params string[] inputs)
    {
        Check.WriteAtLeast(code, "destination", $"queryLength, {width}", words);
        Check.WriteDisjoint(code, "destination", $"queryLength * {width}", [.. inputs, .. spec.Additive!.HasScale ? ["scale"] : Array.Empty<string>(), .. spec.Additive.HasMask ? ["mask"] : Array.Empty<string>()]);
        code.Line();
    }

    private static void WriteBinding(CodeWriter code, AttentionSpec spec, string value)
    {
        code.Line("""
            Operands operands = default;
            operands.Query = ref MemoryMarshal.GetReference(query);
            operands.Key = ref MemoryMarshal.GetReference(key);
            """);
        if (value.Length > 0)
        {
            code.Line($"operands.Value = ref MemoryMarshal.GetReference({value});");
        }

        if (spec.Additive!.HasScale)
        {
            code.Line("operands.Scale = ref MemoryMarshal.GetReference(scale);");
        }

        if (spec.Additive.HasMask)
        {
            code.Line("operands.Mask = ref MemoryMarshal.GetReference(mask);");
        }

        code.Line("""
            operands.Destination = ref MemoryMarshal.GetReference(destination);
            operands.QueryLength = queryLength;
            operands.KeyLength = keyLength;
            """);
    }
}
