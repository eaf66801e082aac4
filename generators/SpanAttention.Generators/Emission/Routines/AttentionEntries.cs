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

        WriteForward(code, spec);
        code.Line();
        WriteForwardWithLogSumExp(code, spec);
        code.Line();
        WriteWeights(code, spec);
        code.Line();
        WriteScores(code, spec);
        code.Line();
        WriteMerge(code, spec);
        code.Line();
        BlockEntries.Write(code, plan);
        code.Line();
        WriteCheckContexts(code, spec);
        code.Line();
        WriteCheckLogSumExp(code, spec);
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

    private static void WriteForward(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>Contexts of all query rows.</summary>");
        using (code.Block($"public static void Forward({AttentionSpans.Inputs(spec)}, int keyCount, Span<float> destination)"))
        {
            code.Line($"""
                Operands operands = CheckContexts({AttentionSpans.InputNames(spec)}, keyCount, destination);
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

    private static void WriteForwardWithLogSumExp(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>Contexts of all query rows, and the logarithms of their sums of exponentials.</summary>");
        using (code.Block($"public static void Forward({AttentionSpans.Inputs(spec)}, int keyCount, Span<float> destination, Span<float> logSumExp)"))
        {
            code.Line($"""
                Operands operands = CheckContexts({AttentionSpans.InputNames(spec)}, keyCount, destination, logSumExp);
                Attend(ref operands);
                """);
        }
    }

    private static void WriteWeights(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>Weights of all query rows.</summary>");
        using (code.Block($"public static void Weights({AttentionSpans.Pairs(OptionalOperand.Weights(spec))}, int keyCount, Span<float> destination)"))
        {
            code.Line($"Operands operands = CheckPairs({AttentionSpans.PairNames(OptionalOperand.Scores(spec))}, keyCount, destination);");
            Check.WriteOptions(code, OptionalOperand.Sinks(spec));
            foreach (OptionalOperand sinks in OptionalOperand.Sinks(spec))
            {
                Check.WriteDisjoint(code, "destination", "Heads * operands.QueryLength * operands.KeyLength", sinks.Name);
            }

            WriteOptionBinding(code, OptionalOperand.Sinks(spec));
            code.Line("Weigh(ref operands);");
        }
    }

    private static void WriteScores(CodeWriter code, AttentionSpec spec)
    {
        string names = AttentionSpans.PairNames(OptionalOperand.Scores(spec));
        code.Line("/// <summary>Scores of all query rows, at the stage asked for.</summary>");
        using (code.Block($"public static void Scores({AttentionSpans.Pairs(OptionalOperand.Scores(spec))}, ScoreStage stage, Span<float> destination)"))
        {
            code.Line($$"""
                if ((uint)stage > (uint)ScoreStage.Masked)
                {
                    throw new ArgumentOutOfRangeException(nameof(stage), stage, "stage is none of Raw, Scaled, Capped and Masked.");
                }

                Operands operands = CheckPairs({{names}}, KeyTokens(query, key), destination);
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
        using (code.Block($"private static Operands CheckContexts({AttentionSpans.Inputs(spec)}, int keyCount, Span<float> destination)"))
        {
            WriteLengths(code, spec);
            Shape context = Shape.Context(spec);
            Check.WriteExactly(code, "value", Shape.Value(spec), "keyLength");
            Check.WriteOptions(code, OptionalOperand.All(spec));
            code.Line("SpanShape.Count(keyCount, keyLength, \"keyCount\", \"keys that are not padding\");");
            Check.WriteAtLeast(code, "destination", context.Dimensions("queryLength"), context.Words);
            Check.WriteDisjoint(code, "destination", "queryLength * Heads * ValueDim", [.. AttentionSpans.Names(spec)]);
            WriteBinding(code, "value", OptionalOperand.All(spec));
        }
    }

    private static void WriteCheckLogSumExp(CodeWriter code, AttentionSpec spec)
    {
        code.Line("/// <summary>The same with logSumExp.</summary>");
        using (code.Block($"private static Operands CheckContexts({AttentionSpans.Inputs(spec)}, int keyCount, Span<float> destination, Span<float> logSumExp)"))
        {
            code.Line($"""
                Operands operands = CheckContexts({AttentionSpans.InputNames(spec)}, keyCount, destination);
                SpanShape.AtLeast(logSumExp.Length, Heads, operands.QueryLength, "logSumExp", "heads × query tokens");
                int rows = Heads * operands.QueryLength;
                """);
            Check.WriteDisjoint(code, "logSumExp", "rows", [.. AttentionSpans.Names(spec)]);
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
        using (code.Block($"private static Operands CheckPairs({AttentionSpans.Pairs(OptionalOperand.Scores(spec))}, int keyCount, Span<float> destination)"))
        {
            WriteLengths(code, spec);
            Check.WriteOptions(code, OptionalOperand.Scores(spec));
            code.Line("SpanShape.Count(keyCount, keyLength, \"keyCount\", \"keys that are not padding\");");
            Check.WriteAtLeast(code, "destination", "Heads, queryLength, keyLength", "heads × query tokens × key tokens");
            Check.WriteDisjoint(code, "destination", "(long)Heads * queryLength * keyLength", ["query", "key", .. OptionalOperand.Names(OptionalOperand.Scores(spec))]);
            WriteBinding(code, "", OptionalOperand.Scores(spec));
        }
    }

    private static void WriteLengths(CodeWriter code, AttentionSpec spec)
    {
        Check.WriteTokens(code, "queryLength", Declared(spec.QueryLength, "QueryLength"), "query", Shape.Query(spec));
        Check.WriteTokens(code, "keyLength", Declared(spec.KeyLength, "KeyLength"), "key", Shape.Key(spec));
    }

    private static void WriteOptionBinding(CodeWriter code, IEnumerable<OptionalOperand> operands)
    {
        foreach (OptionalOperand operand in operands)
        {
            code.Line($"operands.{operand.Field} = ref MemoryMarshal.GetReference({operand.Name});");
        }
    }

    private static void WriteBinding(CodeWriter code, string value, IEnumerable<OptionalOperand> options)
    {
        code.Line();
        code.Line("Operands operands = default;");
        code.Line("operands.Query = ref MemoryMarshal.GetReference(query);");
        code.Line("operands.Key = ref MemoryMarshal.GetReference(key);");
        if (value.Length > 0)
        {
            code.Line($"operands.Value = ref MemoryMarshal.GetReference({value});");
        }

        WriteOptionBinding(code, options);
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
