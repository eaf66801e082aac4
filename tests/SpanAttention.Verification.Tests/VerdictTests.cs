namespace SpanAttention.Verification.Tests;

/// <summary>What is said of a routine that passes, throws, does not return, or is not the same twice.</summary>
public sealed class VerdictTests
{
    private static readonly AttentionShape Shape = new() { HeadDim = 2 };
    private static readonly VerificationSettings Settings = new() { Seed = RunSeed.For(nameof(VerdictTests)) };

    [Fact]
    public void SaysHowFarWasTried() => Assert.Equal("Causal: all 29 properties hold on 100 cases each. Tried: up to 1,025 keys, 257 queries.", $"{AttentionProperties.CheckAll<Causal>(Settings)}");

    [Fact]
    public void ShapesThatCostMuchAreTriedAsFar() =>
        Assert.Equal("up to 1,025 keys, 257 queries", AttentionProperties.Of(new AttentionRoutine { Shape = AttentionShape.Of<WideGrouped>(), Forward = static (in operands, destination) => WideForward(operands, destination) }).TryAll(Settings with { ShrinkingCalls = 0 }).Tried);

    [Fact]
    public void AFewCasesGoAsFar() => Assert.Equal("up to 1,025 keys, 257 queries", AttentionProperties.Of<Causal>().TryAll(Settings with { Cases = 4 }).Tried);

    [Fact]
    public void AWindowIsTriedBeyondItsEnd()
    {
        AttentionShape window = Shape with { Causal = true, LeftWindow = 1500 };

        // Heads this small may have as many queries as keys, up to 288 of each.
        Assert.StartsWith("up to 1,566 keys, 2", AttentionProperties.Of(new AttentionRoutine { Shape = window, Forward = new Kernels.FlashAttention(window).Forward }).CheckAll(Settings).Tried, StringComparison.Ordinal);
    }

    [Fact]
    public void AFailureSaysSoToo() =>
        Assert.Contains("Tried: up to ", Assert.Throws<PropertyFalsifiedException>(static () => { AttentionProperties.For(Shape, static (_, _, _, _) => { }).CheckAll(Settings); }).Message, StringComparison.Ordinal);

    [Fact]
    public void ARoutineThatDoesNotReturnMeetsTheDeadline()
    {
        using ManualResetEventSlim never = new();
        try
        {
            Verdict verdict = AttentionProperties.For(Shape, (_, _, _, _) => never.Wait()).TryAll(new VerificationSettings { Deadline = TimeSpan.FromMilliseconds(200) });

            Counterexample counterexample = Assert.Single(verdict.Counterexamples);
            Assert.Equal(("a result within 0.2 s", "none: it did not return"), (counterexample.Expected, counterexample.Actual));
        }
        finally
        {
            never.Set();
        }
    }

    [Fact]
    public void ALayerWhoseCacheDoesNotReturnMeetsIt()
    {
        using ManualResetEventSlim never = new();
        try
        {
            LayerRoutine layer = new() { InputDim = 1, OutputDim = 1, Forward = static (inputs, destination) => inputs.CopyTo(destination), NewDecoder = () => (_, _) => never.Wait() };

            Counterexample? counterexample = AttentionProperties.Of(layer)["CacheEqualsRecompute"].Falsify(Settings with { Deadline = TimeSpan.FromMilliseconds(200) });

            Assert.Equal("none: it did not return", counterexample?.Actual);
        }
        finally
        {
            never.Set();
        }
    }

    [Fact]
    public void ARoutineThatThrowsShowsWhere()
    {
        Counterexample counterexample = AttentionProperties.For(Shape, Throw)["WithinErrorBound"].Falsify(Settings)!;

        Assert.Equal("NotSupportedException: not today", counterexample.Actual);
        Assert.Contains(counterexample.Notes, static note => note.Contains(nameof(Throw), StringComparison.Ordinal));
        Assert.Contains(counterexample.Notes[0], $"{counterexample}", StringComparison.Ordinal);
    }

    [Fact]
    public void ARoutineThatIsNotTheSameTwiceIsCalledThat()
    {
        int calls = 0;
        AttentionCall right = new Kernels.PlainAttention(Shape).Forward;
        AttentionRoutine once = new()
        {
            Shape = Shape,
            Forward = (in operands, destination) =>
            {
                right(operands, destination);
                destination[0] = ++calls == 5 ? float.NaN : destination[0];
            },
        };

        Counterexample counterexample = AttentionProperties.Of(once)["WithinErrorBound"].Falsify(Settings)!;

        Assert.Contains("not the same twice", counterexample.Notes[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void ACounterexampleShowsTheCaseOfTheCallThatFailed()
    {
        AttentionShape masked = Shape with { Mask = AttentionMask.Keys };
        AttentionRoutine means = new() { Shape = masked, Forward = new Kernels.PlainAttention(masked) { Empty = 1 }.Forward };

        CaseCounterexample<AttentionCase> counterexample = AttentionProperties.Of(means)["FullyMaskedRowsAreZero"].Falsify(Settings)!;

        Assert.Equal([false], counterexample.Case.Mask);
        Assert.Contains("bool[] mask = [false];", $"{counterexample}", StringComparison.Ordinal);
    }

    [Fact]
    public void HeadsAndDimensionsShrinkWhereAFactoryMakesRoutines()
    {
        AttentionShape wide = new() { HeadDim = 64, Heads = 8, KeyValueHeads = 2 };

        CaseCounterexample<AttentionCase> counterexample = AttentionProperties.For(wide, static shape => new AttentionRoutine
        {
            Shape = shape,
            Forward = new Kernels.PlainAttention(shape) { Logit = static pair => pair.Raw }.Forward,
        })["WithinErrorBound"].Falsify(Settings)!;

        // One query and two keys of two floats, as a scale of one float is 1, and a float of each value.
        Assert.Equal((2, 4, 2), (counterexample.Case.Query.Length, counterexample.Case.Key.Length, counterexample.Case.Value.Length));
        Assert.Equal(1, counterexample.Case.Shape.Heads);
    }

    private static void Throw(ReadOnlySpan<float> query, ReadOnlySpan<float> key, ReadOnlySpan<float> value, Span<float> destination) => throw new NotSupportedException("not today");

    private static void WideForward(in AttentionOperands operands, Span<float> destination) => Call<WideGrouped>(operands, destination);

    private static void Call<T>(in AttentionOperands operands, Span<float> destination)
        where T : IDeclaredAttention => T.Forward(operands, destination);
}
