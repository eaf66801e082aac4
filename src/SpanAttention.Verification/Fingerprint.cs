namespace SpanAttention.Verification;

/// <summary>FNV-1a, 64 bits, over the bits of floats. NaN is one number, whatever its payload.</summary>
internal sealed class Fingerprint
{
    private const ulong Prime = 1099511628211;

    public ulong Value { get; private set; } = 14695981039346656037;

    public void Add(ReadOnlySpan<float> numbers)
    {
        foreach (float number in numbers)
        {
            uint bits = BitConverter.SingleToUInt32Bits(float.IsNaN(number) ? float.NaN : number);
            Value = unchecked((Value ^ bits) * Prime);
        }
    }

    /// <summary>All that a routine computes of a case.</summary>
    public void Add(AttentionRoutine routine, AttentionCase source)
    {
        Add(routine.CallForward(source));
        if (routine.ForwardWithLogSumExp is not null)
        {
            Add(routine.CallForwardWithLogSumExp(source).LogSumExp);
        }

        if (routine.Weights is not null)
        {
            Add(routine.CallWeights(source));
        }

        if (routine.Scores is not null)
        {
            Add(routine.CallScores(source, ScoreStage.Masked));
        }
    }
}
