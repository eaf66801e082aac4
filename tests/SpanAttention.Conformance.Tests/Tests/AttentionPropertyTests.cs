using FsCheck.Xunit;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>What must hold of attention whatever the numbers are; bounds are derived, see <see cref="ErrorBound"/>.</summary>
[Properties(Arbitrary = [typeof(PropertyTrials)], MaxTest = 60)]
public sealed class AttentionPropertyTests
{
    [SeededProperty]
    public void ContextAndLogSumExpAreWithinTheBoundOfDouble(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        AttentionInputs inputs = trial.Inputs(DataKind.Ordinary);
        ErrorBound bound = ErrorBound.Of(shape, inputs);
        DoubleAttention exact = new(shape);
        AttentionResult result = Routine(shape).Forward(inputs);
        AssertClose(exact.Context(inputs), result.Context, bound.Context);
        AssertClose(exact.LogSumExp(inputs), result.LogSumExp, bound.LogSumExp);
    }

    [SeededProperty]
    public void NearlyTiedLogitsAreToldApart(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        AttentionInputs inputs = trial.Inputs(DataKind.NearlyTied);
        AssertClose(new DoubleAttention(shape).Context(inputs), Routine(shape).Forward(inputs).Context, ErrorBound.Of(shape, inputs).Context);
    }

    [SeededProperty]
    public void RowsOfWeightsSumToOneOrWhatTheSinkLeaves(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        AttentionInputs inputs = trial.Inputs(DataKind.Ordinary);
        double bound = ErrorBound.Of(shape, inputs).LogSumExp;
        float[][] exact = [.. new DoubleAttention(shape).Weights(inputs).Chunk(inputs.KeyLength)];
        float[][] weights = [.. Routine(shape).Weights(inputs).Chunk(inputs.KeyLength)];
        foreach ((AttentionRow row, int index) in AttentionRow.All(shape, inputs).Select((row, index) => (row, index)))
        {
            double expected = shape.Sinks ? Sum(exact[index]) : 1;
            bool sees = VisibleKeys(row).Length > 0;
            Assert.InRange(Sum(weights[index]), sees ? expected - bound : 0, sees ? expected + bound : 0);
        }
    }

    [SeededProperty]
    public void ContextLiesWithinTheHullOfVisibleValues(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        if (shape.Dropout)
        {
            return;
        }

        AttentionInputs inputs = trial.Inputs(DataKind.NearlyTied);
        double bound = ErrorBound.Of(shape, inputs).Hull;
        float[] context = Routine(shape).Forward(inputs).Context;
        foreach (AttentionRow row in AttentionRow.All(shape, inputs))
        {
            int[] keys = VisibleKeys(row);
            for (int x = 0; x < shape.ValueDim; x++)
            {
                // A sink is a key without a value, and a row that sees nothing is zero.
                float[] values = [.. keys.Select(key => row.Value(key)[x]), .. shape.Sinks || keys.Length == 0 ? [0f] : Array.Empty<float>()];
                Assert.InRange(row.Context(context)[x], values.Min() - bound, values.Max() + bound);
            }
        }
    }

    [SeededProperty]
    public void RowsIgnoreKeysThatTheyDoNotSee(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        AttentionInputs inputs = trial.Inputs(DataKind.Ordinary);
        int kept = trial.Seed % inputs.KeyLength;
        AttentionResult clean = Routine(shape).Forward(inputs);
        AttentionResult actual = Routine(shape).Forward(PoisonFrom(shape, inputs, kept));
        foreach (AttentionRow row in AttentionRow.All(shape, inputs).Where(row => !VisibleKeys(row).Any(key => key >= kept)))
        {
            Assert.Equal(row.Context(clean.Context).ToArray(), row.Context(actual.Context).ToArray());
        }
    }

    [SeededProperty]
    public void WhatIsHiddenReachesNoResult(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        AttentionInputs inputs = trial.Inputs(DataKind.Ordinary);
        AttentionInputs poisoned = PoisonedInputs.Of(shape, inputs, new DataFiller(trial.Seed));
        AssertSame(Routine(shape).Forward(inputs), Routine(shape).Forward(poisoned));
        Assert.Null(Bits.Difference("weights", Routine(shape).Weights(inputs), Routine(shape).Weights(poisoned)));
    }

    [SeededProperty]
    public void PaddedKeysAreAsIfTheyWereNotThere(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        AttentionInputs inputs = trial.Inputs(DataKind.Ordinary);
        int kept = trial.Seed % (inputs.KeyLength + 1);
        AttentionInputs padded = PoisonFrom(shape, inputs, kept) with { KeyCount = kept };
        AttentionInputs cut = TokenSlices.Keys(shape, inputs, [.. Enumerable.Range(0, kept)]);
        AssertSame(Routine(shape).Forward(cut), Routine(shape).Forward(padded));
    }

    [SeededProperty]
    public void AddingAConstantToAllScoresChangesNothingButRounding(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        if (shape.SoftCap is not null || shape.Sinks)
        {
            return;
        }

        AttentionInputs inputs = WithConstantFeature(shape, trial.Inputs(DataKind.Ties), 0);
        AttentionInputs shifted = WithConstantFeature(shape, inputs, 24);
        double bound = ErrorBound.Of(shape, inputs).Context + ErrorBound.Of(shape, shifted).Context;
        AssertClose(Routine(shape).Forward(inputs).Context, Routine(shape).Forward(shifted).Context, bound);
    }

    [SeededProperty]
    public void OrderOfKeysMattersToRoundingOnly(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        if (shape.HasPositions)
        {
            return;
        }

        AttentionInputs inputs = trial.Inputs(DataKind.Ordinary);
        int[] order = [.. Enumerable.Range(0, inputs.KeyLength)];
        new Random(trial.Seed).Shuffle(order);
        double bound = ErrorBound.Of(shape, inputs).Context;
        AssertClose(Routine(shape).Forward(inputs).Context, Routine(shape).Forward(TokenSlices.Keys(shape, inputs, order)).Context, 2 * bound);
    }

    [SeededProperty]
    public void SharedHeadsEqualRepeatedHeads(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        AttentionShape repeated = shape with { KeyValueHeads = shape.Heads, KeyStride = null, ValueStride = null };
        if (shape.KeyValueHeads == shape.Heads)
        {
            return;
        }

        AttentionInputs inputs = trial.Inputs(DataKind.Ordinary);
        AttentionInputs repeatedInputs = inputs with
        {
            Key = TokenSlices.Repack(shape.Key(inputs.KeyLength), inputs.Key, repeated.Key(inputs.KeyLength)),
            Value = TokenSlices.Repack(shape.Value(inputs.KeyLength), inputs.Value, repeated.Value(inputs.KeyLength)),
        };
        AssertSame(Routine(repeated).Forward(repeatedInputs), Routine(shape).Forward(inputs));
    }

    [SeededProperty]
    public void FewerQueriesAtOnceGiveTheSameBits(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        AttentionInputs inputs = trial.Inputs(DataKind.Ordinary);
        int[] rows = [.. Subset(shape, inputs, trial.Seed)];
        float[] whole = Routine(shape).Forward(inputs).Context;
        float[] part = Routine(shape).Forward(TokenSlices.Queries(shape, inputs, rows)).Context;
        Assert.Null(Bits.Difference("context", TokenSlices.Tokens(shape.Context(inputs.QueryLength), whole, rows), part));
    }

    [SeededProperty]
    public void MergedPartsEqualTheWholeUpToRounding(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        if (shape.HasPositions || shape.Sinks)
        {
            return;
        }

        AttentionInputs inputs = trial.Inputs(DataKind.Ordinary);
        int cut = trial.Seed % (inputs.KeyLength + 1);
        AttentionResult first = Routine(shape).Forward(TokenSlices.Keys(shape, inputs, [.. Enumerable.Range(0, cut)]));
        AttentionResult second = Routine(shape).Forward(TokenSlices.Keys(shape, inputs, [.. Enumerable.Range(cut, inputs.KeyLength - cut)]));
        AttentionResult merged = MergeBits.Compiled(SampleDeclarations.Compiled.Find(new AttentionDeclaration(shape)), first, second);
        AttentionResult whole = Routine(shape).Forward(inputs);

        // The parts err like the whole; their weights by both logSumExps (first order: the difference of the parts is at most 2 V) and the merge's own steps.
        ErrorBound bound = ErrorBound.Of(shape, inputs);
        AssertClose(whole.Context, merged.Context, (2 * bound.Context) + (4 * bound.LargestValue * bound.LogSumExp));
        AssertClose(whole.LogSumExp, merged.LogSumExp, 4 * bound.LogSumExp);
    }

    [SeededProperty]
    public void MergeHasAnIdentityAndDoesNotCareForOrder(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        ICompiledAttention compiled = SampleDeclarations.Compiled.Find(new AttentionDeclaration(shape));
        AttentionResult first = Routine(shape).Forward(trial.Inputs(DataKind.Ordinary));
        AttentionResult second = Routine(shape).Forward((trial with { Seed = trial.Seed / 3 }).Inputs(DataKind.Ordinary));
        AttentionResult none = new(new float[first.Context.Length], [.. first.LogSumExp.Select(_ => float.NegativeInfinity)]);
        AssertSame(first, MergeBits.Compiled(compiled, first, none));
        AssertSame(first, MergeBits.Compiled(compiled, none, first));
        AssertSame(none, MergeBits.Compiled(compiled, none, none));
        AssertSame(MergeBits.Compiled(compiled, first, second), MergeBits.Compiled(compiled, second, first));
    }

    [SeededProperty]
    public void MergeMayWriteInPlace(AttentionTrial trial)
    {
        AttentionShape shape = trial.Declaration.Shape;
        ICompiledAttention compiled = SampleDeclarations.Compiled.Find(new AttentionDeclaration(shape));
        AttentionResult first = Routine(shape).Forward(trial.Inputs(DataKind.Ordinary));
        AttentionResult second = Routine(shape).Forward((trial with { Seed = trial.Seed / 3 }).Inputs(DataKind.Ordinary));
        AttentionResult expected = MergeBits.Compiled(compiled, first, second);
        compiled.Merge(first.Context, first.LogSumExp, second.Context, second.LogSumExp, first.Context, second.LogSumExp);
        AssertSame(expected, new AttentionResult(first.Context, second.LogSumExp));
    }

    private static IAttentionRoutine Routine(AttentionShape shape) => SampleDeclarations.Compiled.Attention(new AttentionDeclaration(shape));

    private static int[] VisibleKeys(AttentionRow row) => [.. Enumerable.Range(0, row.Inputs.KeyLength).Where(key => row.IsVisible(key))];

    private static double Sum(float[] weights) => weights.Sum(weight => (double)weight);

    private static AttentionInputs PoisonFrom(AttentionShape shape, AttentionInputs inputs, int firstKey) => inputs with
    {
        Key = PoisonFrom(shape.Key(inputs.KeyLength), inputs.Key, firstKey, float.NaN),
        Value = PoisonFrom(shape.Value(inputs.KeyLength), inputs.Value, firstKey, float.PositiveInfinity),
    };

    private static float[] PoisonFrom(TokenTensor tensor, float[] data, int firstToken, float poison)
    {
        float[] poisoned = [.. data];
        for (int head = 0; head < tensor.Heads; head++)
        {
            for (int token = firstToken; token < tensor.Tokens; token++)
            {
                tensor.Head(poisoned, token, head).Fill(poison);
            }
        }

        return poisoned;
    }

    // The last feature of every query is 1, so that the last feature of the keys is added to every score, exactly.
    private static AttentionInputs WithConstantFeature(AttentionShape shape, AttentionInputs inputs, float constant) => inputs with
    {
        Query = WithLastFeature(shape.Query(inputs.QueryLength), inputs.Query, 1),
        Key = WithLastFeature(shape.Key(inputs.KeyLength), inputs.Key, constant),
    };

    private static float[] WithLastFeature(TokenTensor tensor, float[] data, float feature)
    {
        float[] result = [.. data];
        for (int token = 0; token < tensor.Tokens; token++)
        {
            for (int head = 0; head < tensor.Heads; head++)
            {
                tensor.Head(result, token, head)[^1] = feature;
            }
        }

        return result;
    }

    // Rows keep their positions where they matter: in a prefix or a suffix.
    private static IEnumerable<int> Subset(AttentionShape shape, AttentionInputs inputs, int seed)
    {
        IEnumerable<int> rows = Enumerable.Range(0, inputs.QueryLength);
        int count = 1 + (seed % inputs.QueryLength);
        if (shape.HasPositions)
        {
            return shape.Alignment == QueryAlignment.TopLeft ? rows.Take(count) : rows.TakeLast(count);
        }

        return rows.Where(row => row % (1 + (seed % 3)) == 0);
    }

    private static void AssertSame(AttentionResult expected, AttentionResult actual)
    {
        Assert.Null(Bits.Difference("context", expected.Context, actual.Context));
        Assert.Null(Bits.Difference("logSumExp", expected.LogSumExp, actual.LogSumExp));
    }

    private static void AssertClose(IEnumerable<float> expected, float[] actual, double bound) =>
        AssertClose([.. expected.Select(value => (double)value)], actual, bound);

    private static void AssertClose(double[] expected, float[] actual, double bound)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < actual.Length; index++)
        {
            bool close = expected[index].Equals(actual[index]) || Math.Abs(expected[index] - actual[index]) <= bound;
            Assert.True(close, $"element {index} is {actual[index]:G9}; expected {expected[index]:G17} within {bound:G3}");
        }
    }
}
