namespace SpanAttention.Verification.Tests;

/// <summary>Promises and further calls of a routine, each broken in one way.</summary>
public sealed class PromiseTests
{
    private static readonly AttentionRoutine Right = AttentionRoutine.Of<Grouped>();
    private static readonly VerificationSettings Settings = new() { Cases = 40, Seed = RunSeed.For(nameof(PromiseTests)) };

    // Some mistakes show in few cases; looking ends with the first that does.
    private static readonly VerificationSettings Patient = Settings with { Cases = 1000 };

    private static readonly Dictionary<string, (AttentionRoutine Routine, string Property)> Broken = new()
    {
        ["allocates"] = (Right with { Forward = (in operands, destination) => { GC.KeepAlive(new float[1]); Right.Forward(operands, destination); } }, "AllocatesNothing"),
        ["writes before it checks"] = (Right with { Forward = (in operands, destination) => { destination[0] = 0; Right.Forward(operands, destination); } }, "WrongSpansThrow"),
        ["takes what it is given"] = (Right with { Forward = (in operands, destination) => IgnoreArguments(operands, destination) }, "WrongSpansThrow"),
        ["names another parameter"] = (Right with { Forward = (in operands, destination) => Rename(operands, destination) }, "WrongSpansThrow"),
        ["rounds by the number of queries"] = (Right with { Forward = (in operands, destination) => { Right.Forward(operands, destination); Nudge(destination, operands.Query.Length > 100 ? 1 : 0); } }, "SplitQueriesGiveTheSame"),
        ["one bit differs with logSumExp"] = (Right with { ForwardWithLogSumExp = (in operands, destination, logSumExp) => { Right.ForwardWithLogSumExp!(operands, destination, logSumExp); Nudge(destination, 1); } }, "OverloadsAgree"),
        ["logSumExp to base 2"] = (Right with { ForwardWithLogSumExp = (in operands, destination, logSumExp) => { Right.ForwardWithLogSumExp!(operands, destination, logSumExp); Times(logSumExp, 1.442695f); } }, "LogSumExpAgreesWithScores"),
        ["weights of the next head"] = (Right with { Weights = (in operands, destination) => { Right.Weights!(operands, destination); Rotate(destination, 6); } }, "ContextIsWeightsTimesValues"),
        ["weights are not normalized"] = (Right with { Weights = (in operands, destination) => { Right.Weights!(operands, destination); Times(destination, 2); } }, "RowsSumToOne"),
        ["scaled scores are raw"] = (Right with { Scores = (in operands, stage, destination) => Right.Scores!(operands, stage == ScoreStage.Scaled ? ScoreStage.Raw : stage, destination) }, "StagesFollowInOrder"),
        ["merge forgets the sums"] = (Right with { Merge = (outputA, logSumExpA, outputB, logSumExpB, output, logSumExp) => Right.Merge!(outputA, logSumExpA, outputB, logSumExpA, output, logSumExp) }, "MergeEqualsWhole"),
        ["merge has no identity"] = (Right with { Merge = (outputA, logSumExpA, outputB, logSumExpB, output, logSumExp) => { Right.Merge!(outputA, logSumExpA, outputB, logSumExpB, output, logSumExp); Nudge(output, 1); } }, "MergeHasAnIdentity"),
        ["a block is left out"] = (Right with { BlockCount = static queryLength => Right.BlockCount!(queryLength) - 1 }, "BlocksMakeTheWhole"),
        ["padding is attended to"] = (Right with { Forward = (in operands, destination) => Right.Forward(operands with { KeyCount = null }, destination) }, "PaddingIsIgnored"),
        ["rows without keys are means"] = (Right with { Forward = (in operands, destination) => { Right.Forward(operands, destination); FillZeros(destination); } }, "FullyMaskedRowsAreZero"),
        ["the first query sees the others"] = (Right with { Forward = (in operands, destination) => { Right.Forward(operands, destination); destination[0] += operands.Query[^1] / 1000; } }, "QueriesDoNotKnowEachOther"),
        ["values are clipped"] = (Right with { Forward = (in operands, destination) => { Right.Forward(operands, destination); Clip(destination, 1); } }, "LinearInValues"),
        ["the first head is the second"] = (Right with { Forward = (in operands, destination) => { Right.Forward(operands, destination); destination[..12].CopyTo(destination[12..]); } }, "WithinErrorBound"),
    };

    public static TheoryData<string> Names => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void IsFalsifiedWhereItIsBroken(string mistake)
    {
        (AttentionRoutine routine, string property) = Broken[mistake];

        Counterexample? counterexample = AttentionProperties.Of(routine)[property].Falsify(Patient);

        Assert.NotNull(counterexample);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void HoldsWhereItIsNot(string mistake) => AttentionProperties.Of(Right)[Broken[mistake].Property].Check(Settings);

    [Fact]
    public void AnExceptionFalsifies()
    {
        AttentionRoutine routine = Right with { Forward = static (in _, _) => throw new NotSupportedException("not today") };

        Counterexample? counterexample = AttentionProperties.Of(routine)["WithinErrorBound"].Falsify(Settings);

        Assert.Equal("NotSupportedException: not today", counterexample?.Actual);
    }

    [Fact]
    public void WhatIsNotPromisedIsNotAsked()
    {
        AttentionRoutine silent = Right with { Promises = AttentionPromises.None };

        Assert.Equal(
            ["ReadsNoHidden", "MergeHasAnIdentity", "OverloadsAgree", "AllocatesNothing", "WrongSpansThrow"],
            AttentionProperties.Of(Right).Select(static property => property.Name).Except(AttentionProperties.Of(silent).Select(static property => property.Name)));
    }

    private static void IgnoreArguments(in AttentionOperands operands, Span<float> destination)
    {
        try
        {
            Right.Forward(operands, destination);
        }
        catch (ArgumentException)
        {
        }
    }

    private static void Rename(in AttentionOperands operands, Span<float> destination)
    {
        try
        {
            Right.Forward(operands, destination);
        }
        catch (ArgumentException)
        {
            throw new ArgumentException("Some span is wrong.", nameof(operands));
        }
    }

    private static void Nudge(Span<float> tensor, int bits)
    {
        foreach (ref float number in tensor)
        {
            number = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(number) + bits);
        }
    }

    private static void Times(Span<float> tensor, float factor)
    {
        foreach (ref float number in tensor)
        {
            number *= factor;
        }
    }

    private static void Clip(Span<float> tensor, float limit)
    {
        foreach (ref float number in tensor)
        {
            number = Math.Clamp(number, -limit, limit);
        }
    }

    private static void FillZeros(Span<float> tensor)
    {
        if (!tensor.ContainsAnyExcept(0f))
        {
            tensor.Fill(0.5f);
        }
    }

    private static void Rotate(Span<float> tensor, int parts)
    {
        int part = tensor.Length / parts;
        float[] first = tensor[..part].ToArray();
        tensor[part..].CopyTo(tensor);
        first.CopyTo(tensor[^part..]);
    }
}
