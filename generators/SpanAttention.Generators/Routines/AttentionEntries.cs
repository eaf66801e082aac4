using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what <c>[Attention]</c>'s members call: checks, then the routine.</summary>
internal static class AttentionEntries
{
    public static void Write(KernelWriter code, AttentionPlan plan)
    {
        AttentionTensors tensors = new(plan.Spec);
        WriteKeyTokens(code, tensors.Key);
        code.Line();
        if (plan.Tiny is not null)
        {
            WriteTinyForward(code, tensors);
            code.Line();
        }

        WriteForward(code, tensors);
        code.Line();
        WriteForwardWithLogSumExp(code, tensors);
        code.Line();
        WriteWeights(code, tensors);
        code.Line();
        WriteScores(code, tensors);
        code.Line();
        WriteMerge(code, plan.Spec, tensors.Merged);
        code.Line();
        BlockEntries.Write(code, plan);
        code.Line();
        WriteCheckContexts(code, tensors);
        code.Line();
        WriteCheckLogSumExp(code, tensors);
        code.Line();
        WriteCheckPairs(code, tensors);
    }

    /// <summary>The tokens of a key, as its length tells.</summary>
    public static void WriteKeyTokens(KernelWriter code, Tensor key)
    {
        string tokens = key.Count.Length > 0 ? key.Count.Constant!
            : key.Stride.Length > 0 ? $"(int)(((long)length + {key.Stride} - ({key.TokenWidth})) / {key.Stride})"
            : $"length / ({key.TokenWidth})";
        code.Line("/// <summary>All tokens of a key of so many floats; whether they are whole ones is checked with everything else.</summary>");
        code.Line($"public static int KeyTokens(int length) => {tokens};");
    }

    private static void WriteForward(KernelWriter code, AttentionTensors tensors)
    {
        code.Line("/// <summary>Contexts of all query rows.</summary>");
        using (code.Block($"public static void Forward({tensors.Inputs.Spans()}, int keyCount, Span<float> destination)"))
        {
            code.Line($"""
                Operands operands = CheckContexts({tensors.Inputs.Names()}, keyCount, destination);
                Attend(ref operands);
                """);
        }
    }

    private static void WriteTinyForward(KernelWriter code, AttentionTensors tensors)
    {
        code.Line("/// <summary>Contexts of all query rows, over all keys: checks, then AttendTiny.</summary>");
        code.Line("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (code.Block("public static void Forward(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination)"))
        {
            foreach (Tensor input in tensors.Inputs)
            {
                Check.WriteExactly(code, input, input.Count.Constant);
            }

            Check.WriteRoom(code, tensors.Destination, "QueryLength");
            Check.WriteDisjoint(code, tensors.Destination, tensors.Inputs, "QueryLength * Heads * ValueDim");
            code.Line("AttendTiny(ref MemoryMarshal.GetReference(query), ref MemoryMarshal.GetReference(key), ref MemoryMarshal.GetReference(value), ref MemoryMarshal.GetReference(destination));");
        }
    }

    private static void WriteForwardWithLogSumExp(KernelWriter code, AttentionTensors tensors)
    {
        code.Line("/// <summary>Contexts of all query rows, and the logarithms of their sums of exponentials.</summary>");
        using (code.Block($"public static void Forward({tensors.Inputs.Spans()}, int keyCount, Span<float> destination, Span<float> logSumExp)"))
        {
            code.Line($"""
                Operands operands = CheckContexts({tensors.Inputs.Names()}, keyCount, destination, logSumExp);
                Attend(ref operands);
                """);
        }
    }

    private static void WriteWeights(KernelWriter code, AttentionTensors tensors)
    {
        code.Line("/// <summary>Weights of all query rows.</summary>");
        using (code.Block($"public static void Weights({tensors.Weighed.Spans()}, int keyCount, Span<float> destination)"))
        {
            code.Line($"Operands operands = CheckPairs({tensors.Scored.Names()}, keyCount, destination);");
            Check.WriteExactly(code, tensors.OnlyWeighed);
            Check.WriteDisjoint(code, tensors.Pairs, tensors.OnlyWeighed, "Heads * operands.QueryLength * operands.KeyLength");
            Binding.Write(code, tensors.OnlyWeighed);
            code.Line("Weigh(ref operands);");
        }
    }

    private static void WriteScores(KernelWriter code, AttentionTensors tensors)
    {
        code.Line("/// <summary>Scores of all query rows, at the stage asked for.</summary>");
        using (code.Block($"public static void Scores({tensors.Scored.Spans()}, ScoreStage stage, Span<float> destination)"))
        {
            code.Line($$"""
                if ((uint)stage > (uint)ScoreStage.Masked)
                {
                    throw new global::System.ArgumentOutOfRangeException(nameof(stage), stage, "stage is none of Raw, Scaled, Capped and Masked.");
                }

                Operands operands = CheckPairs({{tensors.Scored.Names()}}, KeyTokens(key.Length), destination);
                operands.Stage = stage;
                Score(ref operands);
                """);
        }
    }

    private static void WriteMerge(KernelWriter code, AttentionSpec spec, IReadOnlyList<Tensor> tensors)
    {
        code.Line("/// <summary>Joins contexts over two disjoint key sets.</summary>");
        using (code.Block($"""
            public static void Merge(
                {tensors.Spans()})
            """))
        {
            Check.WriteCount(code, tensors[1]);
            Check.WriteExactly(code, [tensors[0], tensors[2], tensors[3]]);
            Check.WriteRoom(code, tensors[4]);
            Check.WriteRoom(code, tensors[5]);
            code.Line($"PartialAttention.Merge({tensors.Names()}, Heads, ValueDim, tokensFirst: {(spec.HeadsFirst ? "false" : "true")});");
        }
    }

    private static void WriteCheckContexts(KernelWriter code, AttentionTensors tensors)
    {
        code.Line("/// <summary>Checks the spans of Forward and binds them.</summary>");
        using (code.Block($"private static Operands CheckContexts({tensors.Inputs.Spans()}, int keyCount, Span<float> destination)"))
        {
            WriteChecks(code, tensors.Inputs, tensors.Destination);
        }
    }

    private static void WriteCheckLogSumExp(KernelWriter code, AttentionTensors tensors)
    {
        code.Line("/// <summary>The same with logSumExp.</summary>");
        using (code.Block($"private static Operands CheckContexts({tensors.Inputs.Spans()}, int keyCount, Span<float> destination, Span<float> logSumExp)"))
        {
            code.Line($"""
                Operands operands = CheckContexts({tensors.Inputs.Names()}, keyCount, destination);
                SpanShape.AtLeast(logSumExp.Length, Heads, operands.QueryLength, "logSumExp", "heads × query tokens");
                int rows = Heads * operands.QueryLength;
                """);
            Check.WriteDisjoint(code, tensors.LogSumExp, tensors.Inputs, "rows");
            code.Line("""
                SpanShape.Disjoint(logSumExp, rows, destination[..(rows * ValueDim)], "logSumExp", "destination");
                operands.LogSumExp = ref MemoryMarshal.GetReference(logSumExp);
                return operands;
                """);
        }
    }

    private static void WriteCheckPairs(KernelWriter code, AttentionTensors tensors)
    {
        code.Line("/// <summary>Checks the spans of Weights and Scores and binds them.</summary>");
        using (code.Block($"private static Operands CheckPairs({tensors.Scored.Spans()}, int keyCount, Span<float> destination)"))
        {
            WriteChecks(code, tensors.Scored, tensors.Pairs);
        }
    }

    /// <summary>Queries and keys say how many tokens there are; what follows must have as many.</summary>
    private static void WriteChecks(KernelWriter code, IReadOnlyList<Tensor> inputs, Tensor destination)
    {
        Check.WriteCount(code, inputs[0]);
        Check.WriteCount(code, inputs[1]);
        Check.WriteExactly(code, inputs.Skip(2));
        code.Line("SpanShape.Count(keyCount, keyLength, \"keyCount\", \"keys that are not padding\");");
        Check.WriteRoom(code, destination);
        Check.WriteDisjoint(code, destination, inputs);
        code.Line();
        code.Line("Operands operands = default;");
        Binding.Write(code, [.. inputs, destination]);
        code.Line("""
            operands.QueryLength = queryLength;
            operands.KeyLength = keyLength;
            operands.KeyCount = keyCount;
            return operands;
            """);
    }
}
