using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>The scalar reference is right about random options: near the one in double, and the same for whatever says the same in another way.</summary>
public sealed class CanonicalAttentionTests(ITestOutputHelper output)
{
    private const int Count = 300;

    private static readonly IReadOnlyList<AttentionTrial> AllTrials = RunSeed.Sample(Trials.Options, Count, 6);

    public static TheoryData<ArithmeticCanon> Canons => [ArithmeticCanon.Fused, ArithmeticCanon.Separate];

    [Theory]
    [MemberData(nameof(Canons))]
    public void ResultsAreWithinTheBoundOfDouble(ArithmeticCanon canon) => ForEachTrial((shape, inputs) =>
    {
        ErrorBound bound = ErrorBound.Of(shape, inputs);
        DoubleAttention exact = new(shape);
        AttentionResult result = Reference(canon, shape).Forward(inputs);
        return Excess("context", exact.Context(inputs), result.Context, bound.Context)
            ?? Excess("logSumExp", exact.LogSumExp(inputs), result.LogSumExp, bound.LogSumExp)
            ?? Excess("weights", [.. exact.Weights(inputs).Select(weight => (double)weight)], Reference(canon, shape).Weights(inputs), bound.LogSumExp);
    });

    [Theory]
    [MemberData(nameof(Canons))]
    public void ScoresAreWithinTheBoundOfDouble(ArithmeticCanon canon) => ForEachTrial((shape, inputs) =>
    {
        // Before masks every key has a score, counted or not.
        foreach (ScoreStage stage in Enum.GetValues<ScoreStage>())
        {
            double[] exact = [.. new DoubleAttention(shape).Scores(inputs, stage).Select(score => (double)score)];
            AttentionInputs counted = stage == ScoreStage.Masked ? inputs : inputs with { KeyCount = inputs.KeyLength };
            double bound = ErrorBound.Of(Until(shape, stage), counted).Score;
            if (Excess($"{stage} scores", exact, Reference(canon, shape).Scores(inputs, stage), bound) is { } excess)
            {
                return excess;
            }
        }

        return null;
    });

    [Theory]
    [MemberData(nameof(Canons))]
    public void WhatIsHiddenReachesNoResult(ArithmeticCanon canon) => ForEachTrial((shape, inputs) =>
        Difference(Reference(canon, shape), inputs, Reference(canon, shape), PoisonedInputs.Of(shape, inputs, new DataFiller(1))));

    [Theory]
    [MemberData(nameof(Canons))]
    public void BoundsAreAMask(ArithmeticCanon canon) => ForEachTrial((shape, inputs) =>
    {
        AttentionShape masked = shape with { Causal = false, LeftWindow = null, RightWindow = null, Mask = AttentionMask.HeadQueryKeys };
        bool[] mask = [.. Pairs(shape, inputs, (row, key) => row.IsInBounds(key) && row.IsUnmasked(key))];
        return Difference(Reference(canon, shape), inputs, Reference(canon, masked), inputs with { Mask = mask });
    });

    [Theory]
    [MemberData(nameof(Canons))]
    public void AMaskIsABiasOfMinusInfinity(ArithmeticCanon canon) => ForEachTrial((shape, inputs) =>
    {
        AttentionShape biased = shape with { Mask = AttentionMask.None, Bias = AttentionBias.HeadQueryKeys };
        float[] bias = [.. Pairs(shape, inputs, (row, key) => row.IsUnmasked(key) ? row.Bias(key) : float.NegativeInfinity)];

        // Without natural units the sum with the bias would be of another scale.
        return shape.HasNaturalUnits ? Difference(Reference(canon, shape), inputs, Reference(canon, biased), inputs with { Bias = bias }) : null;
    });

    [Theory]
    [MemberData(nameof(Canons))]
    public void StridesAreWhereTokensLie(ArithmeticCanon canon) => ForEachTrial((shape, inputs) =>
    {
        AttentionShape dense = shape with { QueryStride = null, KeyStride = null, ValueStride = null };
        AttentionInputs denseInputs = inputs with
        {
            Query = TokenSlices.Repack(shape.Query(inputs.QueryLength), inputs.Query, dense.Query(inputs.QueryLength)),
            Key = TokenSlices.Repack(shape.Key(inputs.KeyLength), inputs.Key, dense.Key(inputs.KeyLength)),
            Value = TokenSlices.Repack(shape.Value(inputs.KeyLength), inputs.Value, dense.Value(inputs.KeyLength)),
        };
        return Difference(Reference(canon, shape), inputs, Reference(canon, dense), denseInputs);
    });

    [Theory]
    [MemberData(nameof(Canons))]
    public void ARowThatSeesNothingHasTheSinkAlone(ArithmeticCanon canon) => ForEachTrial((shape, inputs) =>
    {
        AttentionResult result = Reference(canon, shape).Forward(inputs);
        AttentionRow[] blind = [.. AttentionRow.All(shape, inputs).Where(row => !Enumerable.Range(0, inputs.KeyLength).Any(key => row.IsVisible(key)))];
        foreach (AttentionRow row in blind)
        {
            float expected = shape.Sinks ? inputs.Sinks[row.Head] : float.NegativeInfinity;
            float[] context = row.Context(result.Context).ToArray();
            if (!Bits.AreSame(expected, result.LogSumExp[(row.Head * inputs.QueryLength) + row.Index]) || !context.All(number => Bits.AreSame(0, number)))
            {
                return $"row {row.Index} of head {row.Head} sees nothing";
            }
        }

        return null;
    });

    private static CanonicalAttention Reference(ArithmeticCanon canon, AttentionShape shape) => new(new CanonicalArithmetic(canon), shape);

    /// <summary>What is declared of the steps that a stage has behind it.</summary>
    private static AttentionShape Until(AttentionShape shape, ScoreStage stage)
    {
        AttentionShape unmasked = shape with { Causal = false, LeftWindow = null, RightWindow = null, Mask = AttentionMask.None, Bias = AttentionBias.None, Alibi = false };
        return stage switch
        {
            ScoreStage.Raw => unmasked with { DeclaredScale = 1, SoftCap = null },
            ScoreStage.Scaled => unmasked with { SoftCap = null },
            ScoreStage.Capped => unmasked,
            _ => shape,
        };
    }

    private static IEnumerable<T> Pairs<T>(AttentionShape shape, AttentionInputs inputs, Func<AttentionRow, int, T> element) =>
        from row in AttentionRow.All(shape, inputs)
        from key in Enumerable.Range(0, inputs.KeyLength)
        select element(row, key);

    private static string? Difference(CanonicalAttention first, AttentionInputs firstInputs, CanonicalAttention second, AttentionInputs secondInputs)
    {
        AttentionResult expected = first.Forward(firstInputs);
        AttentionResult actual = second.Forward(secondInputs);
        return Bits.Difference("context", expected.Context, actual.Context)
            ?? Bits.Difference("logSumExp", expected.LogSumExp, actual.LogSumExp)
            ?? Bits.Difference("weights", first.Weights(firstInputs), second.Weights(secondInputs));
    }

    private static string? Excess(string name, double[] expected, float[] actual, double bound)
    {
        int index = Enumerable.Range(0, actual.Length).FirstOrDefault(
            index => !expected[index].Equals(actual[index]) && !(Math.Abs(expected[index] - actual[index]) <= bound), -1);
        return index < 0 ? null : $"{name}[{index}] is {actual[index]:G9}; expected {expected[index]:G17} within {bound:G3}";
    }

    private void ForEachTrial(Func<AttentionShape, AttentionInputs, string?> difference)
    {
        output.WriteLine($"{AllTrials.Count} declarations; {RunSeed.Replay}");
        foreach (AttentionTrial trial in AllTrials)
        {
            foreach (DataKind kind in new[] { DataKind.Ordinary, DataKind.NearlyTied })
            {
                string? found = difference(trial.Declaration.Shape, trial.Inputs(kind));
                Assert.True(found is null, $"{trial}, {kind}: {found}; {RunSeed.Replay}");
            }
        }
    }
}
