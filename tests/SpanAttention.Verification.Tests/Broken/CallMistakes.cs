using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>Weights, scores, logSumExp, merges and blocks, of a routine whose contexts are right.</summary>
internal static class CallMistakes
{
    private static readonly AttentionRoutine Right = AttentionRoutine.Of<Grouped>();
    private static readonly AttentionRoutine Masked = AttentionRoutine.Of<Masked>();
    private static readonly AttentionRoutine Causal = AttentionRoutine.Of<Causal>();
    private static readonly AttentionRoutine Carried = AttentionRoutine.Of<Carried>();
    private static readonly AttentionRoutine Sunk = AttentionRoutine.Of<Sunk>();

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
        ["merge takes logSumExps to base 2"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { Right.Merge!(a, Scaled(sumA, 0.6931472f), b, Scaled(sumB, 0.6931472f), output, sum); Times(sum, 1.442695f); } }, "MergeIsTheWeightedMean", "MergeEqualsWhole"),
        ["merge writes behind its output"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { Right.Merge!(a, sumA, b, sumB, output, sum); Place(output, output.Length) = 1; } }, "NothingElseIsWritten"),
        ["merge writes before its logSumExp"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { Right.Merge!(a, sumA, b, sumB, output, sum); Place(sum, -1) = 1; } }, "NothingElseIsWritten"),
        ["merge leaves the last context"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { float last = output[^1]; Right.Merge!(a, sumA, b, sumB, output, sum); output[^1] = last; } }, "NothingElseIsWritten", "MergeIsTheWeightedMean"),
        ["merge writes to its second part"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { Right.Merge!(a, sumA, b, sumB, output, sum); Place(Writable(sumB), 0) += 1; } }, "InputsAreNotWritten"),
        ["merge reads behind its second part"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { Right.Merge!(a, sumA, b, sumB, output, sum); output[0] += 0 * Place(Writable(b), b.Length); } }, "NothingElseIsRead"),
        ["merge adds to what its output held"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { float held = output[0]; Right.Merge!(a, sumA, b, sumB, output, sum); output[0] += float.IsNaN(held) ? 0 : held / 1000; } }, "NothingElseIsRead"),
        ["merge remembers its last call"] = new(Right with { Merge = Remembering() }, "SameCallSameBits"),
        ["merge has one scratch for all threads"] = new(Right with { Merge = ThroughScratch() }, "SameCallSameBits"),
        ["merge reads contexts of no key"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { Right.Merge!(a, sumA, b, sumB, output, sum); output[0] += 0 * a[0]; } }, "ReadsNoHidden"),
        ["merge gives contexts of no key a share"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { Right.Merge!(a, sumA, b, sumB, output, sum); output[0] += 1e-3f * a[0] * (float.IsNegativeInfinity(sumA[0]) ? 1 : 0); } }, "HiddenKeysDoNotReachResults"),
        ["merge allocates for many rows"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => Right.Merge!(sumA.Length > 200 ? a.ToArray() : a, sumA, b, sumB, output, sum) }, "AllocatesNothing"),
        ["merge writes before it checks"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { output.Clear(); Right.Merge!(a, sumA, b, sumB, output, sum); } }, "WrongSpansThrow"),
        ["merge takes an output that is too short"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { float[] whole = new float[a.Length]; Right.Merge!(a, sumA, b, sumB, whole, sum); whole.AsSpan(0, Math.Min(whole.Length, output.Length)).CopyTo(output); } }, "WrongSpansThrow"),
        ["merge is wrong in its last element"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => { Right.Merge!(a, sumA, b, sumB, output, sum); output[^1] = b[^1]; } }, "MergeIsTheWeightedMean"),
        ["merge checks one part only"] = new(Right with { Merge = static (a, sumA, b, sumB, output, sum) => Right.Merge!(a, sumA, Padded(b, a.Length), Padded(sumB, sumA.Length), output, sum) }, "WrongSpansThrow"),
        ["a block writes another's rows"] = new(Right with { ForwardBlock = static (block, in operands, destination, logSumExp) => { Right.ForwardBlock!(block, operands, destination, logSumExp); destination[0] = block == 0 ? destination[0] : 0; } }, "BlocksMakeTheWhole"),
        ["the last block is left out"] = new(Right with { BlockCount = static queryLength => Math.Max(1, Right.BlockCount!(queryLength) - 1) }, "BlocksMakeTheWhole"),
        ["the state forgets the maximum"] = new(Carried with { State = Carried.State! with { Continue = static (in operands, firstKey, totalKeys, state) => { float maximum = state[0]; Carried.State!.Continue(operands, firstKey, totalKeys, state); state[0] = firstKey == 0 ? maximum : state[0]; } } }, "PartsMakeTheWhole"),
        ["the state ends one bit off"] = new(Carried with { State = Carried.State! with { Finish = static (state, destination, logSumExp) => { Carried.State!.Finish(state, destination, logSumExp); logSumExp[^1] = MathF.BitIncrement(logSumExp[^1]); } } }, "PartsMakeTheWhole"),
        ["blocks allocate"] = new(Right with { ForwardBlock = static (block, in operands, destination, logSumExp) => Right.ForwardBlock!(block, operands with { Key = operands.Key.ToArray() }, destination, logSumExp) }, "AllocatesNothing"),
        ["the logSumExp of a block knows what is hidden"] = new(Causal with { ForwardBlock = static (block, in operands, destination, logSumExp) => { Causal.ForwardBlock!(block, operands, destination, logSumExp); logSumExp[0] += 0 * operands.Key[^1]; } }, "ReadsNoHidden"),
        ["the logSumExp of a block is one bit off"] = new(Causal with { ForwardBlock = static (block, in operands, destination, logSumExp) => { Causal.ForwardBlock!(block, operands, destination, logSumExp); logSumExp[0] = block == 0 ? MathF.BitIncrement(logSumExp[0]) : logSumExp[0]; } }, "BlocksMakeTheWhole"),
        ["a block takes any logSumExp"] = new(Causal with { ForwardBlock = static (block, in operands, destination, logSumExp) => { float[] own = new float[operands.Query.Length / 4]; logSumExp[..Math.Min(own.Length, logSumExp.Length)].CopyTo(own); Causal.ForwardBlock!(block, operands, destination, own); own.AsSpan(0, Math.Min(own.Length, logSumExp.Length)).CopyTo(logSumExp); } }, "WrongSpansThrow"),
        ["blocks have one scratch for all threads"] = new(Causal with { ForwardBlock = BlocksThroughScratch() }, "SameCallSameBits"),
        ["logSumExp by tokens, then heads"] = new(Right with { ForwardWithLogSumExp = static (in operands, destination, logSumExp) => { float[] own = new float[logSumExp.Length]; Right.ForwardWithLogSumExp!(operands, destination, own); Transpose(own, 6, logSumExp); } }, "LogSumExpAgreesWithScores"),
        ["logSumExp is one bit off in few queries"] = new(Causal with { ForwardWithLogSumExp = static (in operands, destination, logSumExp) => { Causal.ForwardWithLogSumExp!(operands, destination, logSumExp); logSumExp[^1] = operands.Query.Length < 100 ? MathF.BitIncrement(logSumExp[^1]) : logSumExp[^1]; } }, "SplitQueriesGiveTheSame"),
        ["weights know no sink"] = new(Sunk with { Weights = static (in operands, destination) => Sunk.Weights!(operands with { Sinks = new[] { float.NegativeInfinity, float.NegativeInfinity } }, destination) }, "WeightsWithinErrorBound", "ContextIsWeightsTimesValues"),
        ["weights of rows from 128 on are zeros"] = new(Causal with { Weights = static (in operands, destination) => { Causal.Weights!(operands, destination); int rows = operands.Query.Length / 8; destination[(Math.Min(rows, 128) * (operands.Key.Length / 8))..(rows * (operands.Key.Length / 8))].Clear(); } }, "WeightsWithinErrorBound"),
        ["weights remember the last query"] = new(Causal with { Weights = RememberingWeights() }, "SameCallSameBits"),
        ["weights read behind the keys"] = new(Right with { Weights = static (in operands, destination) => { Right.Weights!(operands, destination); destination[0] += 0 * Place(Writable(operands.Key), operands.Key.Length); } }, "NothingElseIsRead"),
        ["scores past 1,000 keys are zeros"] = new(Causal with { Scores = static (in operands, stage, destination) => { Causal.Scores!(operands, stage, destination); int keys = operands.Key.Length / 8; destination[^1] = keys > 1000 ? 0.125f : destination[^1]; } }, "StagesFollowInOrder"),
        ["raw scores are scaled"] = new(Causal with { Scores = static (in operands, stage, destination) => Causal.Scores!(operands, stage == ScoreStage.Raw ? ScoreStage.Scaled : stage, destination) }, "StagesFollowInOrder"),
        ["a block beyond the last is none"] = new(Right with { ForwardBlock = static (block, in operands, destination, logSumExp) => { if (block < Right.BlockCount!(operands.Query.Length / 48)) { Right.ForwardBlock!(block, operands, destination, logSumExp); } } }, "WrongSpansThrow"),
        ["contexts with logSumExp see what is hidden"] = new(Causal with { ForwardWithLogSumExp = static (in operands, destination, logSumExp) => { Causal.ForwardWithLogSumExp!(operands, destination, logSumExp); destination[0] += 0 * operands.Value[^1]; } }, "ReadsNoHidden"),
    };

    private static ref float Place(Span<float> span, int index) => ref Unsafe.Add(ref MemoryMarshal.GetReference(span), index);

    private static Span<float> Writable(ReadOnlySpan<float> span) => MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(span), span.Length);

    private static float[] Scaled(ReadOnlySpan<float> numbers, float factor) => Array.ConvertAll(numbers.ToArray(), number => number * factor);

    private static AttentionMerge Remembering()
    {
        float last = 0;
        return (a, sumA, b, sumB, output, sum) =>
        {
            Right.Merge!(a, sumA, b, sumB, output, sum);
            output[0] += last / 1000;
            last = a[0];
        };
    }

    private static AttentionMerge ThroughScratch()
    {
        float[] scratch = new float[1 << 18];
        return (a, sumA, b, sumB, output, sum) =>
        {
            a.CopyTo(scratch);
            Right.Merge!(scratch.AsSpan(0, a.Length), sumA, b, sumB, output, sum);
        };
    }

    private static AttentionBlockCall BlocksThroughScratch()
    {
        float[] scratch = new float[1 << 18];
        return (block, in operands, destination, logSumExp) =>
        {
            operands.Value.CopyTo(scratch);
            Causal.ForwardBlock!(block, operands with { Value = scratch.AsSpan(0, operands.Value.Length) }, destination, logSumExp);
        };
    }

    private static AttentionCall RememberingWeights()
    {
        float last = 0;
        return (in operands, destination) =>
        {
            Causal.Weights!(operands, destination);
            destination[0] += last / 1000;
            last = operands.Query[0];
        };
    }

    private static void Transpose(float[] numbers, int rows, Span<float> destination)
    {
        int columns = numbers.Length / rows;
        for (int index = 0; index < numbers.Length; index++)
        {
            destination[(index % columns * rows) + (index / columns)] = numbers[index];
        }
    }

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
