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
        string[] refusedOfLayers = ["KeyInputDim", "ValueInputDim", "Mask", "Bias", "RotaryPositions"];
        string[] readAsAnother = ["InputDim", "SequenceLength"];

        Assert.Equal(refused.Order(), Unknown(typeof(AttentionAttribute), typeof(AttentionShape)));
        Assert.Equal(refusedOfLayers.Order(), Unknown(typeof(MultiHeadAttentionAttribute), typeof(LayerShape)));
        Assert.Equal(readAsAnother.Order(), Unknown(typeof(SelfAttentionAttribute), typeof(AttentionShape)));
    }

    private static IEnumerable<string> Unknown(Type attribute, Type shape) =>
        attribute.GetProperties().Where(property => property.DeclaringType == attribute && shape.GetProperty(property.Name)?.PropertyType != property.PropertyType).Select(static property => property.Name).Order();

    private static void Check(VerificationSettings settings) => AttentionProperties.Of<Tiny>().CheckAll(settings);

    private sealed class YoungAttribute : Attribute
    {
        public int HeadDim { get; set; }

        public bool QueryFactor { get; set; }
    }
}
