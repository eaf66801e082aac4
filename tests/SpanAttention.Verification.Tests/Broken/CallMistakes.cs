namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Weights, scores, logSumExp, merges and blocks, of a routine whose contexts are right.</summary>
internal static class CallMistakes
{
    private static readonly AttentionRoutine Right = AttentionRoutine.Of<Grouped>();
    private static readonly AttentionRoutine Masked = AttentionRoutine.Of<Masked>();
    private static readonly AttentionRoutine Causal = AttentionRoutine.Of<Causal>();

    public static IReadOnlyDictionary<string, Mistake> All { get; } = new Dictionary<string, Mistake>
    {
        ["weights of hidden keys are small instead of 0"] = new(Masked with { Weights = static (in operands, destination) => { Masked.Weights!(operands, destination); Raise(destination, 1e-6f); } }, "WeightsWithinErrorBound"),
        ["weights are transposed"] = new(Right with { Weights = static (in operands, destination) => { Right.Weights!(operands, destination); destination.Reverse(); } }, "WeightsWithinErrorBound"),
        ["weights of one key are not written"] = new(Right with { Weights = static (in operands, destination) => { float last = destination[^1]; Right.Weights!(operands, destination); destination[^1] = last; } }, "NothingElseIsWritten"),
        ["weights read values"] = new(Right with { Weights = static (in operands, destination) => { Right.Weights!(operands, destination); destination[0] += operands.Value[0] > 1 ? 1e-3f : 0; } }, "WeightsWithinErrorBound"),
        ["weights allocate"] = new(Right with { Weights = static (in operands, destination) => Right.Weights!(operands with { Key = operands.Key.ToArray() }, destination) }, "AllocatesNothing"),
        ["scores allocate"] = new(Right with { Scores = static (in operands, stage, destination) => Right.Scores!(operands with { Key = operands.Key.ToArray() }, stage, destination) }, "AllocatesNothing"),
        ["weights take what they are given"] = new(Right with { Weights = static (in operands, destination) => Ignore(static (in operands, destination) => Right.Weights!(operands, destination), operands, destination) }, "WrongSpansThrow"),
        ["scores take what they are given"] = new(Right with { Scores = static (in operands, stage, destination) => Ignore((in operands, destination) => Right.Scores!(operands, stage, destination), operands, destination) }, "WrongSpansThrow"),
        ["scores of hidden keys are −10⁹"] = new(Causal with { Scores = static (in operands, stage, destination) => { Causal.Scores!(operands, stage, destination); Replace(destination, float.NegativeInfinity, -1e9f); } }, "StagesFollowInOrder"),
        ["logSumExp without the maximum"] = new(Right with { ForwardWithLogSumExp = static (in operands, destination, logSumExp) => { Right.ForwardWithLogSumExp!(operands, destination, logSumExp); Replace(logSumExp, logSumExp[0], 0); } }, "LogSumExpAgreesWithScores"),
        ["logSumExp to base 2"] = new(Right with { ForwardWithLogSumExp = static (in operands, destination, logSumExp) => { Right.ForwardWithLogSumExp!(operands, destination, logSumExp); Times(logSumExp, 1.442695f); } }, "LogSumExpAgreesWithScores"),
        ["logSumExp of no key is 0"] = new(Masked with { ForwardWithLogSumExp = static (in operands, destination, logSumExp) => { Masked.ForwardWithLogSumExp!(operands, destination, logSumExp); Replace(logSumExp, float.NegativeInfinity, 0); } }, "FullyMaskedRowsAreZero"),
        ["logSumExp of heads in reverse"] = new(Right with { ForwardWithLogSumExp = static (in operands, destination, logSumExp) => { Right.ForwardWithLogSumExp!(operands, destination, logSumExp); logSumExp.Reverse(); } }, "LogSumExpAgreesWithScores"),
        ["logSumExp takes any length"] = new(Right with { ForwardWithLogSumExp = static (in operands, destination, logSumExp) => { float[] own = new float[destination.Length / 12]; Right.ForwardWithLogSumExp!(operands, destination, own); own.AsSpan(0, Math.Min(own.Length, logSumExp.Length)).CopyTo(logSumExp); } }, "WrongSpansThrow"),
        ["merge of two parts without keys is NaN (flashinfer#4051)"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { Right.Merge!(a, sumA, b, sumB, output, sum); Replace(sum, float.NegativeInfinity, float.NaN); } }, "MergeIsTheWeightedMean"),
        ["merge adds exponentials as they are"] = new(Right with { Merge = Raw }, "MergeIsTheWeightedMean"),
        ["merge takes the mean"] = new(Right with { Merge = Mean }, "MergeIsTheWeightedMean"),
        ["merge of causal parts loses the second"] = new(Causal with { Merge = static (a, sumA, b, sumB, output, sum) => Causal.Merge!(a, sumA, a, sumA, output, sum) }, "MergeIsTheWeightedMean"),
        ["merge allocates"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => Right.Merge!(a.ToArray(), sumA, b, sumB, output, sum) }, "AllocatesNothing"),
        ["merge checks one part only"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => Right.Merge!(a, sumA, Padded(b, a.Length), Padded(sumB, sumA.Length), output, sum) }, "WrongSpansThrow"),
        ["a block writes another's rows"] = new(Right with { ForwardBlock = static (block, in operands, destination, logSumExp) => { Right.ForwardBlock!(block, operands, destination, logSumExp); destination[0] = block == 0 ? destination[0] : 0; } }, "BlocksMakeTheWhole"),
        ["the last block is left out"] = new(Right with { BlockCount = static queryLength => Math.Max(1, Right.BlockCount!(queryLength) - 1) }, "BlocksMakeTheWhole"),
        ["blocks allocate"] = new(Right with { ForwardBlock = static (block, in operands, destination, logSumExp) => Right.ForwardBlock!(block, operands with { Key = operands.Key.ToArray() }, destination, logSumExp) }, "AllocatesNothing"),
        ["a block beyond the last is none"] = new(Right with { ForwardBlock = static (block, in operands, destination, logSumExp) => { if (block < Right.BlockCount!(operands.Query.Length / 48)) { Right.ForwardBlock!(block, operands, destination, logSumExp); } } }, "WrongSpansThrow"),
        ["contexts with logSumExp see what is hidden"] = new(Causal with { ForwardWithLogSumExp = static (in operands, destination, logSumExp) => { Causal.ForwardWithLogSumExp!(operands, destination, logSumExp); destination[0] += 0 * operands.Value[^1]; } }, "ReadsNoHidden"),
    };

    private static void Raise(Span<float> numbers, float least)
    {
        foreach (ref float number in numbers)
        {
            number = MathF.Max(number, least);
        }
    }

    private static void Replace(Span<float> numbers, float from, float to)
    {
        foreach (ref float number in numbers)
        {
            number = number == from ? to : number;
        }
    }

    private static void Times(Span<float> numbers, float factor)
    {
        foreach (ref float number in numbers)
        {
            number *= factor;
        }
    }

    private static float[] Padded(ReadOnlySpan<float> numbers, int length)
    {
        float[] padded = new float[length];
        numbers.CopyTo(padded);
        return padded;
    }

    private static void Ignore(AttentionCall call, in AttentionOperands operands, Span<float> destination)
    {
        try
        {
            call(operands, destination);
        }
        catch (ArgumentException)
        {
        }
    }

    // Of 6 heads of 12, tokens first.
    private static void Raw(ReadOnlySpan<float> a, ReadOnlySpan<float> sumA, ReadOnlySpan<float> b, ReadOnlySpan<float> sumB, Span<float> output, Span<float> sum)
    {
        int tokens = sum.Length / 6;
        for (int index = 0; index < sum.Length; index++)
        {
            (float first, float second) = (MathF.Exp(sumA[index]), MathF.Exp(sumB[index]));
            sum[index] = MathF.Log(first + second);
            for (int x = 0; x < 12; x++)
            {
                int place = (((index % tokens * 6) + (index / tokens)) * 12) + x;
                output[place] = ((first * a[place]) + (second * b[place])) / (first + second);
            }
        }
    }

    private static void Mean(ReadOnlySpan<float> a, ReadOnlySpan<float> sumA, ReadOnlySpan<float> b, ReadOnlySpan<float> sumB, Span<float> output, Span<float> sum)
    {
        Right.Merge!(a, sumA, b, sumB, output, sum);
        for (int index = 0; index < output.Length; index++)
        {
            output[index] = (a[index] + b[index]) / 2;
        }
    }
}
