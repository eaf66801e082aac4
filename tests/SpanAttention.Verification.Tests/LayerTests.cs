namespace SpanAttention.Verification.Tests;

/// <summary>Every property of declared layers and blocks, and of their caches, as a test of its own; and layers that are broken in one way.</summary>
public sealed class LayerTests
{
    private const int MostTokens = 3;

    private static readonly LayerRoutine Right = DeclaredLayers.Grouped with { NewDecoder = static () => DeclaredLayers.Grouped.NewCache!().Forward };
    private static readonly VerificationSettings Settings = new() { Seed = RunSeed.For(nameof(LayerTests)) };

    private static readonly Dictionary<string, LayerRoutine> Declared = new([.. DeclaredLayers.All, .. DeclaredPerceptrons.All, .. DeclaredBlocks.All]);

    private static readonly Dictionary<string, (LayerRoutine Routine, string Property)> Broken = new()
    {
        ["a call forgets those before"] = (Right with { NewDecoder = static () => static (inputs, destination) => Right.NewDecoder!()(inputs, destination) }, "CacheEqualsRecompute"),
        ["one cache serves all sequences"] = (Right with { NewDecoder = OneForAll() }, "CachesAreIndependent"),
        ["the first token of a chunk is lost"] = (Right with { NewDecoder = static () => LosesFirst(Right.NewDecoder!()) }, "CacheEqualsRecompute"),
        ["many tokens are summed otherwise than one"] = (Right with { NewDecoder = static () => NudgesMany(Right.NewDecoder!()) }, "CacheEqualsRecompute"),
        ["every token sees the last"] = (Right with { Forward = static (inputs, destination) => { Right.Forward(inputs, destination); destination[0] += inputs[^1]; } }, "EarlierTokensIgnoreLater"),
        ["later tokens are multiplied by 0"] = (Right with { Forward = static (inputs, destination) => { Right.Forward(inputs, destination); destination[0] += 0 * inputs[^1]; } }, "EarlierTokensIgnoreLater"),
        ["a decoded token allocates"] = (Right with { NewDecoder = static () => Allocates(Right.NewDecoder!()) }, "LayerAllocatesNothing"),
        ["all tokens allocate"] = (Right with { Forward = static (inputs, destination) => Right.Forward(inputs.ToArray(), destination) }, "LayerAllocatesNothing"),
        ["is written before it is checked"] = (Right with { Forward = static (inputs, destination) => { destination.Clear(); Right.Forward(inputs, destination); } }, "WrongLayerSpansThrow"),
        ["a refused token stays in the cache"] = (Right with { NewDecoder = static () => Remembers(Right.NewDecoder!()) }, "WrongLayerSpansThrow"),
        ["half a token is left out"] = (Right with { Forward = static (inputs, destination) => Right.Forward(inputs[..^(inputs.Length % 6)], destination) }, "WrongLayerSpansThrow"),
    };

    public static TheoryData<string, string> Properties
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach (LayerRoutine routine in Declared.Values)
            {
                AttentionProperties.Of(routine).ToList().ForEach(property => rows.Add(routine.Name, property.Name));
            }

            return rows;
        }
    }

    public static TheoryData<string> Mistakes => [.. Broken.Keys];

    [Theory]
    [MemberData(nameof(Properties))]
    public void Has(string layer, string property) => AttentionProperties.Of(Declared[layer])[property].Check(Settings);

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void IsFalsifiedWhereItIsBroken(string mistake)
    {
        (LayerRoutine routine, string property) = Broken[mistake];

        CaseCounterexample<LayerCase>? counterexample = AttentionProperties.Of(routine)[property].Falsify(Settings);

        Assert.NotNull(counterexample);
        Assert.InRange(counterexample.Case.Chunks.Sum(), 1, MostTokens);
    }

    [Fact]
    public void ALayerWithoutACacheIsNotAskedForOne() =>
        Assert.DoesNotContain(
            AttentionProperties.Of(DeclaredLayers.All[nameof(PlainLayer)]).Select(static property => property.Name),
            static name => name is "CacheEqualsRecompute" or "CachesAreIndependent" or "TruncatedTokensNeverWere" or "CopiedCachesGoOnAlone" or "SavedCachesGoOn" or "FullCachesRefuse" or "EarlierTokensIgnoreLater");

    [Fact]
    public void WhatIsNotPromisedIsNotAsked() =>
        Assert.Equal(
            ["LayerAllocatesNothing", "WrongLayerSpansThrow", "FullCachesRefuse"],
            AttentionProperties.Of(Right).Select(static property => property.Name).Except(AttentionProperties.Of(Right with { Promises = AttentionPromises.None }).Select(static property => property.Name)));

    [Fact]
    public void ALayerThatMapsTokenByTokenIsAskedForThat() =>
        Assert.Equal(
            ["TokensIgnoreWhatTheyDoNotSee", "TokensAreEquivariant", "ForwardAddIsTheSum", "WeightsAreGivenBack"],
            AttentionProperties.Of(DeclaredPerceptrons.Linear).Select(static property => property.Name).Except(AttentionProperties.Of(DeclaredLayers.Grouped).Select(static property => property.Name)));

    [Fact]
    public void ABlockInPlaceIsAskedForItsStream()
    {
        string[] names = [.. AttentionProperties.Of(DeclaredBlocks.Pre).Select(static property => property.Name)];

        Assert.Contains("StreamsAreWritten", names);
        Assert.DoesNotContain("InputsAreNotWritten", names);
    }

    [Fact]
    public void WideLayersAreTriedFar()
    {
        LayerRoutine wide = new() { InputDim = 384, OutputDim = 1536, TokenByToken = true, Forward = static (_, destination) => destination.Clear() };

        Assert.StartsWith("up to 257 tokens, ", $"{AttentionProperties.Of(wide)["OutputsAreNumbers"].Try(Settings).Tried}", StringComparison.Ordinal);
    }

    [Fact]
    public void OutputsMayDifferByTheTolerance()
    {
        LayerRoutine rounded = Right with { NewDecoder = static () => NudgesMany(Right.NewDecoder!()), Tolerance = 1e-3f };

        Assert.Null(AttentionProperties.Of(rounded)["CacheEqualsRecompute"].Falsify(Settings));
    }

    [Fact]
    public void ACounterexampleSaysWhichTokensCameWhen()
    {
        LayerRoutine forgetful = new()
        {
            Name = "Sums",
            InputDim = 1,
            OutputDim = 1,
            Forward = static (inputs, destination) => Sum(0, inputs, destination),
            NewDecoder = static () => static (inputs, destination) => Sum(0, inputs, destination),
        };

        string report = AttentionProperties.Of(forgetful)["CacheEqualsRecompute"].Falsify(new VerificationSettings { Seed = 7 })!.ToString();

        Assert.Equal(
            """
            Sums: CacheEqualsRecompute is falsified
              outputs of tokens that come call by call, through a cache = outputs of all of them at once
              inputs [2, 1], in calls of 1, 1
              float[] inputs = [1f, 0f];
              output of token 1, element 0
                expected the bits of 1
                actual   0
              seed 7, of 100 cases
            """,
            report);
    }

    [Theory]
    [InlineData(0, 1, 0, 0f, "InputDim is 0; it must be at least 1.")]
    [InlineData(1, -1, 0, 0f, "OutputDim is -1; it must be at least 1.")]
    [InlineData(1, 1, -1, 0f, "ContextLength is -1; it must be at least 0.")]
    [InlineData(1, 1, 0, float.NaN, "Tolerance is NaN; it must be at least 0.")]
    public void NumbersThatNoLayerHasAreRefused(int inputDim, int outputDim, int contextLength, float tolerance, string message)
    {
        LayerRoutine routine = Right with { InputDim = inputDim, OutputDim = outputDim, ContextLength = contextLength, Tolerance = tolerance };

        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => AttentionProperties.Of(routine)).Message, StringComparison.Ordinal);
    }

    private static void Sum(float before, ReadOnlySpan<float> inputs, Span<float> destination)
    {
        for (int token = 0; token < inputs.Length; token++)
        {
            destination[token] = before += inputs[token];
        }
    }

    // The context is long enough for one sequence only if the cache is new for each.
    private static Func<LayerCall> OneForAll()
    {
        List<float> seen = [];
        return () =>
        {
            seen.Clear();
            return (inputs, destination) =>
            {
                seen.AddRange(inputs);
                float[] outputs = new float[seen.Count / 6 * 5];
                Right.Forward(seen.ToArray(), outputs);
                outputs.AsSpan(outputs.Length - destination.Length).CopyTo(destination);
            };
        };
    }

    private static LayerCall LosesFirst(LayerCall decoder)
    {
        bool isFirst = true;
        return (inputs, destination) =>
        {
            LayerCall call = isFirst || inputs.Length == 6 ? decoder : Right.NewDecoder!();
            isFirst = false;
            call(inputs, destination);
        };
    }

    private static LayerCall NudgesMany(LayerCall decoder) => (inputs, destination) =>
    {
        decoder(inputs, destination);
        if (inputs.Length > 6)
        {
            destination[0] = MathF.BitIncrement(destination[0]);
        }
    };

    private static LayerCall Allocates(LayerCall decoder) => (inputs, destination) =>
    {
        GC.KeepAlive(new float[1]);
        decoder(inputs, destination);
    };

    private static LayerCall Remembers(LayerCall decoder)
    {
        bool wasWrong = false;
        return (inputs, destination) =>
        {
            try
            {
                decoder(inputs, destination);
            }
            catch (ArgumentException)
            {
                wasWrong = true;
                throw;
            }

            destination[0] += wasWrong ? 1 : 0;
        };
    }
}
