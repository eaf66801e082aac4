using SpanAttention.Generators.Emission.Fragments;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Emission.Routines;

/// <summary>Emits what <c>[Attention]</c>'s members call: checks, then the routine.</summary>
internal static class AttentionEntries
{
    public static void Write(CodeWriter code, AttentionPlan plan)
    {
        AttentionSpec spec = plan.Spec;
        WriteKeyTokens(code, spec);
        code.Line();
        if (plan.Tiny is not null)
        {
            WriteTinyForward(code, spec);
            code.Line();
        }

        WriteForward(code);
        code.Line();
        WriteForwardWithLogSumExp(code);
        code.Line();
        WriteWeights(code);
        code.Line();
        WriteScores(code);
        code.Line();
        WriteMerge(code, spec);
        code.Line();
        BlockEntries.Write(code, plan);
        code.Line();
        WriteCheckContexts(code, spec);
        code.Line();
        WriteCheckLogSumExp(code);
        code.Line();
        WriteCheckPairs(code, spec);
    }

    private static void WriteKeyTokens(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>The tokens that key holds; the query is checked first, as it comes first.</summary>");
        using (code.Block("public static int KeyTokens(ReadOnlySpan<float> query, ReadOnlySpan<float> key)"))
        {
            Check.WriteWidth(code, Declared(spec.QueryLength, "QueryLength"), "query", Shape.Query(spec));
            Check.WriteTokens(code, "keyLength", Declared(spec.KeyLength, "KeyLength"), "key", Shape.Key(spec));
            code.Line("return keyLength;");
        }
    }

    private static void WriteForward(CodeWriter code)
    {
        code.Line("/// <summary>Contexts of all query rows.</summary>");
        using (code.Block("public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination)"))
        {
            code.Line("""
                Operands operands = CheckContexts(query, key, value, keyCount, destination);
                Attend(ref operands);
                """);
        }
    }

    private static void WriteTinyForward(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>Contexts of all query rows, over all keys: checks, then AttendTiny.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block("public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination)"))
        {
            Shape context = Shape.Context(spec);
            Check.WriteExactly(code, "query", Shape.Query(spec), "QueryLength");
            Check.WriteExactly(code, "key", Shape.Key(spec), "KeyLength");
            Check.WriteExactly(code, "value", Shape.Value(spec), "KeyLength");
            Check.WriteAtLeast(code, "destination", context.Dimensions("QueryLength"), context.Words);
            Check.WriteDisjoint(code, "destination", "QueryLength * Heads * ValueDim", "query", "key", "value");
            code.Line("AttendTiny(ref MemoryMarshal.GetReference(query), ref MemoryMarshal.GetReference(key), ref MemoryMarshal.GetReference(value), ref MemoryMarshal.GetReference(destination));");
        }
    }

    private static void WriteForwardWithLogSumExp(CodeWriter code)
    {
        code.Line("/// <summary>Contexts of all query rows, and the logarithms of their sums of exponentials.</summary>");
        using (code.Block("public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination, Span<float> logSumExp)"))
        {
            code.Line("""
                Operands operands = CheckContexts(query, key, value, keyCount, destination, logSumExp);
                Attend(ref operands);
                """);
        }
    }

    private static void WriteWeights(CodeWriter code)
    {
        code.Line("/// <summary>Weights of all query rows.</summary>");
        using (code.Block("public static void Weights(ReadOnlySpan<float> query, ReadOnlySpan<float> key, int keyCount, Span<float> destination)"))
        {
            code.Line("""
                Operands operands = CheckPairs(query, key, keyCount, destination);
                Weigh(ref operands);
                """);
        }
    }

    private static void WriteScores(CodeWriter code)
    {
        code.Line("/// <summary>Scores of all query rows, at the stage asked for.</summary>");
        using (code.Block("public static void Scores(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ScoreStage stage, Span<float> destination)"))
        {
            code.Line("""
                if ((uint)stage > (uint)ScoreStage.Masked)
                {
                    throw new ArgumentOutOfRangeException(nameof(stage), stage, "stage is none of Raw, Scaled, Capped and Masked.");
                }

                Operands operands = CheckPairs(query, key, KeyTokens(query, key), destination);
                operands.Stage = stage;
                Score(ref operands);
                """);
        }
    }

    private static void WriteMerge(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>Joins contexts over two disjoint key sets.</summary>");
        using (code.Block("""
            public static void Merge(
                ReadOnlySpan<float> outputA, ReadOnlySpan<float> logSumExpA, ReadOnlySpan<float> outputB, ReadOnlySpan<float> logSumExpB, Span<float> output, Span<float> logSumExp)
            """))
        {
            WriteQueryLength(code, spec, "logSumExpA.Length", "Heads", "logSumExpA");
            Shape context = Shape.Context(spec);
            Check.WriteExactly(code, "outputA", context, "queryLength");
            Check.WriteExactly(code, "outputB", context, "queryLength");
            code.Line("""
                SpanShape.Exactly(logSumExpB.Length, Heads, queryLength, "logSumExpB", "heads × query tokens");
                """);
            Check.WriteAtLeast(code, "output", context.Dimensions("queryLength"), context.Words);
            Check.WriteAtLeast(code, "logSumExp", "Heads, queryLength", "heads × query tokens");
            code.Line($"PartialAttention.Merge(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp, Heads, ValueDim, tokensFirst: {(spec.HeadsFirst ? "false" : "true")});");
        }
    }

    private static void WriteQueryLength(CodeWriter code, AttentionSpec spec, string length, string width, string span) =>
        code.Line(spec.QueryLength > 0
            ? $"""
              const int queryLength = QueryLength;
              SpanShape.Exactly({length}, {width}, queryLength, "{span}", "heads × query tokens");
              """
            : $"int queryLength = SpanShape.Tokens({length}, {width}, \"{span}\", \"[{spec.Heads}, query tokens] (heads × query tokens)\");");

    private static void WriteCheckContexts(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>Checks the spans of Forward and binds them.</summary>");
        using (code.Block("private static Operands CheckContexts(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination)"))
        {
            WriteLengths(code, spec);
            Shape context = Shape.Context(spec);
            Check.WriteExactly(code, "value", Shape.Value(spec), "keyLength");
            code.Line("SpanShape.Count(keyCount, keyLength, \"keyCount\", \"keys that are not padding\");");
            Check.WriteAtLeast(code, "destination", context.Dimensions("queryLength"), context.Words);
            Check.WriteDisjoint(code, "destination", "queryLength * Heads * ValueDim", "query", "key", "value");
            WriteBinding(code, "value");
        }
    }

    private static void WriteCheckLogSumExp(CodeWriter code)
    {
        code.Line("/// <summary>The same with logSumExp.</summary>");
        using (code.Block("private static Operands CheckContexts(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, int keyCount, Span<float> destination, Span<float> logSumExp)"))
        {
            code.Line("""
                Operands operands = CheckContexts(query, key, value, keyCount, destination);
                SpanShape.AtLeast(logSumExp.Length, Heads, operands.QueryLength, "logSumExp", "heads × query tokens");
                int rows = Heads * operands.QueryLength;
                """);
            Check.WriteDisjoint(code, "logSumExp", "rows", "query", "key", "value");
            code.Line("""
                SpanShape.Disjoint(logSumExp, rows, destination[..(rows * ValueDim)], "logSumExp", "destination");
                operands.LogSumExp = ref MemoryMarshal.GetReference(logSumExp);
                return operands;
                """);
        }
    }

    private static void WriteCheckPairs(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>Checks the spans of Weights and Scores and binds them.</summary>");
        using (code.Block("private static Operands CheckPairs(ReadOnlySpan<float> query, ReadOnlySpan<float> key, int keyCount, Span<float> destination)"))
        {
            WriteLengths(code, spec);
            code.Line("SpanShape.Count(keyCount, keyLength, \"keyCount\", \"keys that are not padding\");");
            Check.WriteAtLeast(code, "destination", "Heads, queryLength, keyLength", "heads × query tokens × key tokens");
            Check.WriteDisjoint(code, "destination", "Heads * queryLength * keyLength", "query", "key");
            WriteBinding(code, "");
        }
    }

    private static void WriteLengths(CodeWriter code, AttentionSpec spec)
    {
        Check.WriteTokens(code, "queryLength", Declared(spec.QueryLength, "QueryLength"), "query", Shape.Query(spec));
        Check.WriteTokens(code, "keyLength", Declared(spec.KeyLength, "KeyLength"), "key", Shape.Key(spec));
    }

    private static void WriteBinding(CodeWriter code, string value)
    {
        code.Line();
        code.Line("Operands operands = default;");
        code.Line("operands.Query = ref MemoryMarshal.GetReference(query);");
        code.Line("operands.Key = ref MemoryMarshal.GetReference(key);");
        if (value.Length > 0)
        {
            code.Line($"operands.Value = ref MemoryMarshal.GetReference({value});");
        }

        code.Line("""
            operands.Destination = ref MemoryMarshal.GetReference(destination);
            operands.QueryLength = queryLength;
            operands.KeyLength = keyLength;
            operands.KeyCount = keyCount;
            return operands;
            """);
    }

    private static string Declared(int length, string name) => length > 0 ? name : "";
}
