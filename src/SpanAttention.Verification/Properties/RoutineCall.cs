namespace SpanAttention.Verification;

/// <summary>One of a routine's calls: what it reads of a case, laid out in memory, and the lengths of what it writes.</summary>
/// <param name="Name">The call's name.</param>
/// <param name="First">Floats of what it writes.</param>
/// <param name="Second">Floats of logSumExp, written beside that; 0 for none.</param>
/// <param name="Lay">Lays its inputs out, of any case of those lengths.</param>
/// <param name="Bounds">How far each of its results may be off, the first ones first; NaN where nothing is asked.</param>
internal sealed record RoutineCall(string Name, int First, int Second, Func<AttentionCase, Surroundings, CallInputs> Lay, Func<double[]> Bounds)
{
    // Multiply-adds of one call.
    private const long MuchWork = 20_000;

    /// <summary>The parameter that takes what it writes.</summary>
    public string Destination { get; init; } = "destination";

    /// <summary>Parameters that may be named for each other where spans do not fit together.</summary>
    public IReadOnlyList<string> Interchangeable { get; init; } = [];

    /// <summary>All calls that a routine has.</summary>
    public static IEnumerable<RoutineCall> Of(AttentionRoutine routine, AttentionCase source)
    {
        int contexts = source.QueryLength * source.Shape.Heads * source.Shape.ValueDim;
        int rows = source.Shape.Heads * source.QueryLength;
        int pairs = rows * source.KeyLength;
        Lazy<AttentionReference> reference = new(() => AttentionReference.Of(routine, source));
        double[] OfRows() => [.. reference.Value.ContextBound, .. reference.Value.LogSumExpBound];
        yield return OfOperands("Forward", contexts, 0, (in operands, first, _) => routine.Forward(operands, first), () => reference.Value.ContextBound);
        if (routine.ForwardWithLogSumExp is { } forward)
        {
            yield return OfOperands("Forward with logSumExp", contexts, rows, (in operands, first, second) => forward(operands, first, second), OfRows);
        }

        if (routine.Weights is { } weights)
        {
            yield return OfOperands("Weights", pairs, 0, (in operands, first, _) => weights(operands, first), () => reference.Value.Weights().Bounds);
        }

        if (routine.Scores is { } scores)
        {
            yield return OfOperands("Scores", pairs, 0, (in operands, first, _) => scores(operands, ScoreStage.Masked, first), () => StagesFollowInOrder.Expected(routine, source with { KeyCount = null }, ScoreStage.Masked).Bounds);
        }

        if (routine is { ForwardBlock: { } block, BlockCount: { } count })
        {
            yield return OfOperands("ForwardBlock", contexts, rows, (in operands, first, second) => All(block, count(source.QueryLength), operands, first, second), OfRows);
        }

        if (routine.Merge is not null)
        {
            yield return new("Merge", contexts, rows, (other, beside) => new MergeInputs(routine, other, beside), () => OfMerge(routine, source)) { Destination = "output", Interchangeable = ["outputA", "logSumExpA", "outputB", "logSumExpB", "output", "logSumExp"] };
        }
    }

    /// <summary>All of them on small cases; the first, and one of the others by choice, on those that cost more.</summary>
    public static IEnumerable<RoutineCall> Affordable(AttentionRoutine routine, AttentionCase source)
    {
        RoutineCall[] calls = [.. Of(routine, source)];
        return ((ICase)source).Work < MuchWork ? calls : calls.Take(1).Concat(calls.Skip(1).Where((_, index) => index == source.Choice % (calls.Length - 1)));
    }

    /// <summary>Results of a case, the first results first, into a tensor of its own.</summary>
    public float[] Results(AttentionCase source) => Results(Lay(source, Surroundings.Plain));

    /// <summary>The same of inputs that lie in memory.</summary>
    public float[] Results(CallInputs inputs)
    {
        float[] results = Canary.Tensor(First + Second);
        inputs.Call(results.AsSpan(0, First), results.AsSpan(First));
        return results;
    }

    /// <summary>A place in the results.</summary>
    public string Place(int index) => index < First ? $"{Destination}[{index}] of {Name}" : $"logSumExp[{index - First}] of {Name}";

    private static RoutineCall OfOperands(string name, int first, int second, OperandInputs.Body body, Func<double[]> bounds) =>
        new(name, first, second, (source, beside) => new OperandInputs(body, source, beside), bounds);

    private static void All(AttentionBlockCall block, int count, in AttentionOperands operands, Span<float> first, Span<float> second)
    {
        for (int index = count - 1; index >= 0; index--)
        {
            block(index, operands, first, second);
        }
    }

    private static double[] OfMerge(AttentionRoutine routine, AttentionCase source)
    {
        MergeReference reference = new(routine, source, MergeParts.Of(routine, source));
        return [.. reference.ContextBound, .. reference.LogSumExpBound];
    }
}
