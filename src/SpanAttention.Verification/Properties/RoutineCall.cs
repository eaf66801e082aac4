namespace SpanAttention.Verification;

/// <summary>One of a routine's calls that take operands, and the lengths of what it writes.</summary>
/// <param name="Name">The call's name.</param>
/// <param name="First">Floats of what it writes.</param>
/// <param name="Second">Floats of what it writes beside that; 0 for nothing.</param>
/// <param name="Invoke">Makes it.</param>
internal sealed record RoutineCall(string Name, int First, int Second, RoutineCall.Body Invoke)
{
    /// <summary>Makes the call.</summary>
    public delegate void Body(in AttentionOperands operands, Span<float> first, Span<float> second);

    /// <summary>All calls that a routine has.</summary>
    public static IEnumerable<RoutineCall> Of(AttentionRoutine routine, AttentionCase source)
    {
        int contexts = source.QueryLength * source.Shape.Heads * source.Shape.ValueDim;
        int rows = source.Shape.Heads * source.QueryLength;
        int pairs = rows * source.KeyLength;
        yield return new("Forward", contexts, 0, (in operands, first, _) => routine.Forward(operands, first));
        if (routine.ForwardWithLogSumExp is { } forward)
        {
            yield return new("Forward with logSumExp", contexts, rows, (in operands, first, second) => forward(operands, first, second));
        }

        if (routine.Weights is { } weights)
        {
            yield return new("Weights", pairs, 0, (in operands, first, _) => weights(operands, first));
        }

        if (routine.Scores is { } scores)
        {
            yield return new("Scores", pairs, 0, (in operands, first, _) => scores(operands, ScoreStage.Masked, first));
        }

        if (routine is { ForwardBlock: { } block, BlockCount: { } count })
        {
            yield return new("ForwardBlock", contexts, rows, (in operands, first, second) =>
            {
                for (int index = count(source.QueryLength) - 1; index >= 0; index--)
                {
                    block(index, operands, first, second);
                }
            });
        }
    }

    /// <summary>Says what it writes, into tensors of its own.</summary>
    public float[] Results(in AttentionOperands operands)
    {
        float[] results = Canary.Tensor(First + Second);
        Invoke(operands, results.AsSpan(0, First), results.AsSpan(First));
        return results;
    }
}
