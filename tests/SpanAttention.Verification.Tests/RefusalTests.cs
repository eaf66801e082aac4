namespace SpanAttention.Verification.Tests;

/// <summary>What makes no sense is refused by name, before anything is tried.</summary>
public sealed class RefusalTests
{
    private static readonly AttentionShape Shape = new() { HeadDim = 2 };

    public static TheoryData<AttentionShape, string> Shapes => new()
    {
        { Shape with { HeadDim = 0 }, "HeadDim is 0" },
        { Shape with { Heads = -1 }, "Heads is -1" },
        { Shape with { ValueDim = -3 }, "ValueDim is -3" },
        { Shape with { Heads = 4, KeyValueHeads = 3 }, "KeyValueHeads is 3, which does not divide Heads = 4" },
        { Shape with { Scale = double.NaN }, "Scale is NaN" },
        { Shape with { Scale = double.PositiveInfinity }, "Scale is" },
        { Shape with { SoftCap = -1 }, "SoftCap is -1" },
        { Shape with { LeftWindow = -2 }, "LeftWindow is -2" },
        { Shape with { KeyLength = -1 }, "KeyLength is -1" },
        { Shape with { SelfAttention = true, Causal = true }, "[SelfAttention(InputDim = 2, Causal = true)] has more than tokens" },
        { Shape with { SelfAttention = true, Heads = 2 }, "[SelfAttention(InputDim = 2, Heads = 2)] has more than tokens" },
        { Shape with { SelfAttention = true, QueryLength = 3 }, "[SelfAttention(InputDim = 2, SequenceLength = 3)] has more than tokens" },
        { Shape with { Normalization = ScoreNormalization.Sum }, "Normalization is Sum" },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void AShapeThatNoAttentionHas(AttentionShape shape, string message)
    {
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => AttentionProperties.For(shape, static (_, _, _, _) => { })).Message, StringComparison.Ordinal);
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => AttentionCases.Arbitrary(shape)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    public void ARoundoffThatNoNumberHas(double unitRoundoff) =>
        Assert.Throws<ArgumentOutOfRangeException>("UnitRoundoff", () => AttentionProperties.Of(new AttentionRoutine { Shape = Shape, Forward = static (in _, _) => { }, UnitRoundoff = unitRoundoff }));

    [Fact]
    public void NoCases() => Assert.Throws<ArgumentOutOfRangeException>("Cases", static () => Check(new VerificationSettings { Cases = 0 }));

    [Fact]
    public void FewerCallsThanNone() => Assert.Throws<ArgumentOutOfRangeException>("ShrinkingCalls", static () => Check(new VerificationSettings { ShrinkingCalls = -1 }));

    [Fact]
    public void NoTime() => Assert.Throws<ArgumentOutOfRangeException>("Deadline", static () => Check(new VerificationSettings { Deadline = TimeSpan.Zero }));

    [Fact]
    public void WeightsWithoutTheirShape() => Assert.Throws<ArgumentException>("Shape", static () => AttentionProperties.Of(DeclaredLayers.Grouped with { Shape = null }));

    [Fact]
    public void WeightsOfAnotherShape()
    {
        LayerRoutine routine = DeclaredLayers.Grouped with { Weights = DeclaredLayers.Grouped.Weights! with { Key = new float[35] } };

        Assert.StartsWith("Key has 35 floats; the shape has 36.", Assert.Throws<ArgumentException>(() => AttentionProperties.Of(routine)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void SourceTokensThatAreNone()
    {
        LayerShape cross = new() { InputDim = 2, ContextDim = 3 };
        LayerRoutine routine = LayerRoutine.Of(cross, Kernels.RandomWeights.Of(cross), static (_, _) => { });

        Assert.StartsWith("SourceTokens has 0 floats", Assert.Throws<ArgumentException>("SourceTokens", () => AttentionProperties.Of(routine)).Message, StringComparison.Ordinal);
        Assert.StartsWith("SourceTokens has 4 floats", Assert.Throws<ArgumentException>("SourceTokens", () => AttentionProperties.Of(routine with { SourceTokens = new float[4] })).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void CrossAttentionWithPositions() => Assert.StartsWith(
        "ContextDim is 3",
        Assert.Throws<ArgumentException>("ContextDim", static () => AttentionProperties.Of(LayerRoutine.Of(new LayerShape { InputDim = 2, ContextDim = 3, Causal = true }, new LayerWeights(), static (_, _) => { }))).Message,
        StringComparison.Ordinal);

    public static TheoryData<LayerRoutine, string> Bodies
    {
        get
        {
            LinearShape linear = new() { InputDim = 2, OutputDim = 3 };
            FeedForwardShape feedForward = new() { InputDim = 2, HiddenDim = 3 };
            BlockShape block = new() { Attention = new() { InputDim = 2 }, FeedForward = feedForward };
            return new()
            {
                { Of(linear with { OutputDim = 0 }), "OutputDim is 0; it must be at least 1." },
                { Of(linear with { Activation = (Activation)99 }), "Activation is 99, of which Verification knows nothing." },
                { LayerRoutine.Of(linear, new LinearWeights { Weight = new float[6], Bias = new float[2] }, Nothing), "Bias has 2 floats; the shape has 3." },
                { LayerRoutine.Of(linear with { Bias = false }, Kernels.RandomWeights.Of(linear), Nothing), "Bias has 3 floats; the shape has 0." },
                { Of(linear) with { OutputDim = 4 }, "Shape takes 2 floats to 3, the layer 2 to 4." },
                { Of(linear) with { SourceTokens = new float[2] }, "SourceTokens has 2 floats" },
                { Of(feedForward with { HiddenDim = 0 }), "HiddenDim is 0; it must be at least 1." },
                { Of(feedForward with { FusedGateUp = true }), "FusedGateUp is true, and Gated is not" },
                { LayerRoutine.Of(feedForward with { Gated = true }, Kernels.RandomWeights.Of(feedForward), Nothing), "Gate has 0 floats; the shape has 6." },
                { Of(block with { NormEpsilon = 0 }), "NormEpsilon is 0; it must be finite and above 0." },
                { Of(block with { ResidualScale = double.NaN }), "ResidualScale is NaN; it must be finite and above 0." },
                { Of(block with { NormPlacement = (NormPlacement)9 }), "NormPlacement is 9, of which Verification knows nothing." },
                { Of(block with { Norm = (NormKind)2 }), "Norm is 2, of which Verification knows nothing." },
                { Of(block with { Parallel = true, NormPlacement = NormPlacement.Post }), "NormPlacement is Post; parts that read the same stream have their norms before them." },
                { Of(block with { Attention = new() { InputDim = 2, OutputDim = 3 } }), "Attention.OutputDim is 3, and a token of the stream has 2 floats." },
                { Of(block with { FeedForward = feedForward with { OutputDim = 4 } }), "FeedForward.OutputDim is 4, and a token of the stream has 2 floats." },
                { Of(block with { Attention = new() { InputDim = 2, ContextDim = 2 } }), "ContextDim is 2; keys and values of a block come from its own stream." },
                { LayerRoutine.Of(block with { NormPlacement = NormPlacement.Sandwich }, Kernels.RandomWeights.Of(block), static _ => { }), "AttentionOutputNorm has 0 floats; the shape has 2." },
                { LayerRoutine.Of(block with { NormBias = false }, Kernels.RandomWeights.Of(block), static _ => { }), "AttentionNormBias has 2 floats; the shape has 0." },
            };

            static LayerRoutine Of(object shape) => shape switch
            {
                LinearShape linear => LayerRoutine.Of(linear, Kernels.RandomWeights.Of(linear), Nothing),
                FeedForwardShape feedForward => LayerRoutine.Of(feedForward, Kernels.RandomWeights.Of(feedForward), Nothing),
                BlockShape block => LayerRoutine.Of(block, Kernels.RandomWeights.Of(block), static _ => { }),
                _ => throw new NotSupportedException(),
            };
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public void ALayerOrBlockThatThereIsNot(LayerRoutine routine, string message) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(() => AttentionProperties.Of(routine)).Message, StringComparison.Ordinal);

    [Fact]
    public void ATypeWithoutTheAttributes()
    {
        Assert.Contains("has no [Linear]", Assert.Throws<ArgumentException>(LinearShape.Of<GroupedLayer>).Message);
        Assert.Contains("has no [FeedForward]", Assert.Throws<ArgumentException>(FeedForwardShape.Of<PlainLinear>).Message);
        Assert.Contains("has no [TransformerBlock]", Assert.Throws<ArgumentException>(BlockShape.Of<GroupedLayer>).Message);
    }

    [Fact]
    public void MasksOfCrossAttentionByName() =>
        Assert.Contains("Mask = AttentionMask.Keys", Assert.Throws<ArgumentException>(static () => LayerShape.Of(new CrossAttentionAttribute { InputDim = 2, ContextDim = 3, Mask = AttentionMask.Keys })).Message);

    [Fact]
    public void TensorsThatTheShapeDoesNotTake()
    {
        LayerRoutine layer = DeclaredLayers.Grouped;
        LayerRoutine given = DeclaredLayers.All[nameof(GivenPositionsLayer)];
        LayerRoutine rows = DeclaredLayers.All[nameof(RotaryRowsLayer)];
        LayerRoutine decoder = DeclaredBlocks.All[nameof(DecoderBlock)];

        Refused("Positions holds 2 elements, and RotaryPositions takes 0 for each token.", layer with { Positions = [0, 1] });
        Refused("Positions holds 0 elements, and RotaryPositions takes 1 for each token.", given with { Positions = [] });
        Refused("The least of Positions is -2; it must be at least -1.", given with { Positions = [0, -2] });
        Refused("Cosines holds 3 elements, and RotaryPositions takes 2 for each token.", rows with { Cosines = new float[3], Sines = new float[3] });
        Refused("Sines has 2 floats", rows with { Cosines = new float[4], Sines = new float[2] });
        Refused("SourceTokens has 4 floats, and Shape 3 for each of them.", decoder with { SourceTokens = new float[4] });
        Refused("SourceTokens has 3 floats, and the block has no CrossAttention.", DeclaredBlocks.Pre with { SourceTokens = new float[3] });
        Refused("SourceTokens has 3 floats, Positions 0 numbers, and there is no Shape that takes them.", DeclaredPerceptrons.Linear with { SourceTokens = new float[3] });

        static void Refused(string words, LayerRoutine routine) => Assert.StartsWith(words, Assert.ThrowsAny<ArgumentException>(() => AttentionProperties.Of(routine)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void DropoutAndStridesByName()
    {
        Assert.Contains("Dropout = true", Assert.Throws<ArgumentException>(static () => AttentionShape.Of(new AttentionAttribute { HeadDim = 2, Dropout = true })).Message);
        Assert.Contains("KeyStride = 40", Assert.Throws<ArgumentException>(static () => AttentionShape.Of(new AttentionAttribute { HeadDim = 2, KeyStride = 40 })).Message);
        Assert.Contains("KeyInputDim = 3", Assert.Throws<ArgumentException>(static () => LayerShape.Of(new MultiHeadAttentionAttribute { InputDim = 2, KeyInputDim = 3, ValueInputDim = 3 })).Message);
    }

    [Fact]
    public void AnOptionThatIsYoungerThanTheKitByName()
    {
        Assert.Contains("[Young] declares QueryFactor = true", Assert.Throws<ArgumentException>(static () => DeclaredOptions.Copy(new YoungAttribute { HeadDim = 2, QueryFactor = true }, Shape)).Message);
        DeclaredOptions.Copy(new YoungAttribute { HeadDim = 2 }, new AttentionShape { HeadDim = 1 });
    }

    // A property without a case here would be tried at its default alone.
    [Fact]
    public void EveryPropertyOfTheAttributesIsKnownOrRefused()
    {
        string[] refused = ["SequenceLength", "Dropout", "DropoutRate", "QueryStride", "KeyStride", "ValueStride"];
        string[] refusedOfLayers = ["KeyInputDim", "ValueInputDim", "Mask", "Bias"];
        string[] readAsAnother = ["InputDim", "SequenceLength"];

        Assert.Equal(refused.Order(), Unknown(typeof(AttentionAttribute), typeof(AttentionShape)));
        Assert.Equal(refusedOfLayers.Order(), Unknown(typeof(MultiHeadAttentionAttribute), typeof(LayerShape)));
        Assert.Equal(readAsAnother.Order(), Unknown(typeof(SelfAttentionAttribute), typeof(AttentionShape)));
        Assert.Equal(["Bias", "Mask"], Unknown(typeof(CrossAttentionAttribute), typeof(LayerShape)));
        Assert.Empty(Unknown(typeof(LinearAttribute), typeof(LinearShape)));
        Assert.Empty(Unknown(typeof(FeedForwardAttribute), typeof(FeedForwardShape)));
        Assert.Empty(Unknown(typeof(TransformerBlockAttribute), typeof(BlockShape)));
    }

    private static IEnumerable<string> Unknown(Type attribute, Type shape) =>
        attribute.GetProperties().Where(property => property.DeclaringType == attribute && shape.GetProperty(property.Name)?.PropertyType != property.PropertyType).Select(static property => property.Name).Order();

    private static void Nothing(ReadOnlySpan<float> inputs, Span<float> destination)
    {
    }

    private static void Check(VerificationSettings settings) => AttentionProperties.Of<Tiny>().CheckAll(settings);

    private sealed class YoungAttribute : Attribute
    {
        public int HeadDim { get; set; }

        public bool QueryFactor { get; set; }
    }
}
