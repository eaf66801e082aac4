using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what the members of a running state call: checks, then the routine, or what is the same for all shapes.</summary>
internal sealed class StateEntries(KernelWriter code, StateSpec state)
{
    private readonly AttentionSpec spec = state.Attention;
    private readonly AttentionTensors tensors = new(state.Attention);

    public static void Write(KernelWriter code, StatePlan plan)
    {
        StateEntries entries = new(code, plan.Spec);
        AttentionEntries.WriteKeyTokens(code, entries.tensors.Key);
        code.Line();
        entries.WriteStateLength();
        code.Line();
        entries.WriteBegin();
        code.Line();
        entries.WriteContinue();
        code.Line();
        entries.WriteFinish();
        code.Line();
        entries.WriteCheck();
    }

    private string Places => !spec.HasPositions ? "" : state.TopLeft ? ", int firstKey" : ", int firstKey, int totalKeys";

    private void WriteStateLength()
    {
        code.Line("/// <summary>Floats of a running state.</summary>");
        using (code.Block("public static int StateLength(int queryLength)"))
        {
            string most = spec.QueryLength > 0 ? "QueryLength" : "(int)(int.MaxValue / ((long)Heads * StateDim))";
            code.Line($"SpanShape.Count(queryLength, {most}, \"queryLength\", \"query tokens\");");
            code.Line("return queryLength * Heads * StateDim;");
        }
    }

    private void WriteBegin()
    {
        code.Line("/// <summary>The statistics before any key.</summary>");
        using (code.Block($"public static void Begin({tensors.Begun.Append(tensors.State).Spans()})"))
        {
            Check.WriteCount(code, tensors.State);
            Check.WriteExactly(code, tensors.Begun);
            Check.WriteDisjoint(code, tensors.State, tensors.Begun);
            code.Line(spec.Has<Sinks>()
                ? "RunningState.Begin(state, Heads * queryLength, sinks, ScoreLimit);"
                : "RunningState.Begin(state, Heads * queryLength, ScoreLimit);");
        }
    }

    private void WriteContinue()
    {
        code.Line("/// <summary>Maxima, sums and contexts of all query rows, carried on over the part's keys.</summary>");
        using (code.Block($"public static void Continue({tensors.Carried.Spans()}, int keyCount{Places}, Span<float> state)"))
        {
            code.Line($"""
                Operands operands = Check({tensors.Carried.Names()}, keyCount{Places.Replace("int ", "")}, state);
                Attend(ref operands);
                """);
        }
    }

    private void WriteFinish()
    {
        string arguments = $"Heads * queryLength, {(spec.HeadsFirst ? "1" : "Heads")}, ValueDim, {(spec.Has<Dropout>() ? "KeepScale" : "1")}";
        WriteFinish([tensors.Destination], $"RunningState.Finish(state, {arguments}, destination);");
        code.Line();
        WriteFinish(
            [tensors.Destination, tensors.LogSumExp],
            $"""
            RunningState.Finish(state, {arguments}, destination);
            RunningState.StoreLogSumExp(state, Heads * queryLength, {(spec.HasNaturalUnits ? "" : "ScaleLog2E, ")}logSumExp);
            """);
    }

    private void WriteFinish(IReadOnlyList<Tensor> results, string body)
    {
        Tensor carried = tensors.State with { IsWritten = false };
        code.Line($"/// <summary>Contexts, normalized{(results.Count > 1 ? ", and the logarithms of their sums of exponentials" : "")}.</summary>");
        using (code.Block($"public static void Finish({results.Prepend(carried).Spans()})"))
        {
            Check.WriteCount(code, carried);
            foreach (Tensor result in results)
            {
                Check.WriteRoom(code, result);
                Check.WriteDisjoint(code, result, [carried]);
            }

            if (results.Count > 1)
            {
                code.Line($"SpanShape.Disjoint(logSumExp, {tensors.LogSumExp.Extent}, destination[..({tensors.Destination.Extent})], \"logSumExp\", \"destination\");");
            }

            code.Line(body);
        }
    }

    private void WriteCheck()
    {
        code.Line("/// <summary>Checks the spans of Continue and binds them.</summary>");
        using (code.Block($"private static Operands Check({tensors.Carried.Spans()}, int keyCount{Places}, Span<float> state)"))
        {
            Check.WriteCount(code, tensors.Query);
            Check.WriteCount(code, tensors.Key);
            Check.WriteExactly(code, tensors.Carried.Skip(2));
            code.Line("SpanShape.Count(keyCount, keyLength, \"keyCount\", \"keys that are not padding\");");
            if (spec.HasPositions)
            {
                code.Line($"SpanShape.Part(firstKey, keyCount, {(state.TopLeft ? "RunningState.MostKeys" : "totalKeys")});");
            }

            Check.WriteExactly(code, tensors.State);
            Check.WriteDisjoint(code, tensors.State, tensors.Carried);
            code.Line();
            code.Line("Operands operands = default;");
            Binding.Write(code, tensors.Carried);
            code.Line("""
                operands.Maximum = ref MemoryMarshal.GetReference(state);
                operands.Sum = ref MemoryMarshal.GetReference(state[(Heads * queryLength)..]);
                operands.Destination = ref MemoryMarshal.GetReference(state[(2 * Heads * queryLength)..]);
                operands.QueryLength = queryLength;
                operands.KeyLength = keyLength;
                operands.KeyCount = keyCount;
                """);
            if (spec.HasPositions)
            {
                code.Line($"operands.FirstPosition = {(state.TopLeft ? "-firstKey; // the first query stands at the first key" : "totalKeys - queryLength - firstKey; // the last query stands at the last key")}");
            }

            code.Line("return operands;");
        }
    }
}
