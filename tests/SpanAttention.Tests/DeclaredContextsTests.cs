using System.Runtime.InteropServices;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Self-attention through <see cref="IDeclaredContexts"/> is that of its own members, and refuses operands that it cannot heed.</summary>
public sealed class DeclaredContextsTests
{
    private const int Tokens = 4;

    private static readonly float[] Inputs = [.. Enumerable.Range(0, Tokens * 3).Select(static index => ((index * 7) % 11) / 4f)];

    [Fact]
    public void SelfAttentionGivesTheBitsOfItsOwnMembers()
    {
        Assert.Equal(Own(AnyTokens.Forward, AnyTokens.Weights, AnyTokens.Scores), OfOperands<AnyTokens>(new() { Query = Inputs }));
        Assert.Equal(Own(AnyTokensBySum.Forward, AnyTokensBySum.Weights, AnyTokensBySum.Scores), OfOperands<AnyTokensBySum>(new() { Query = Inputs }));
    }

    [Fact]
    public void InputsMayAlsoBeGivenAsKeyAndValueAndTheirNumberAsKeyCount() =>
        Assert.Equal(OfOperands<AnyTokens>(new() { Query = Inputs }), OfOperands<AnyTokens>(new() { Query = Inputs, Key = Inputs, Value = Inputs, KeyCount = Tokens }));

    [Theory]
    [InlineData("Key")]
    [InlineData("Value")]
    [InlineData("Mask")]
    [InlineData("Bias")]
    [InlineData("Sinks")]
    [InlineData("Keep")]
    [InlineData("KeyCount")]
    public void OtherOperandsAreRefusedByNameBeforeAnythingIsWritten(string operand)
    {
        float[] destination = Untouched();

        foreach (Action<string, float[]> call in new Action<string, float[]>[] { Forward, Weights, Scores })
        {
            ArgumentException refusal = Assert.ThrowsAny<ArgumentException>(() => call(operand, destination));
            Assert.Equal("operands", refusal.ParamName);
            Assert.StartsWith(operand + " ", refusal.Message.Replace(",", " ", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Equal(Untouched(), destination);
    }

    [Fact]
    public void AValueThatBeginsLikeTheInputsIsAnother() =>
        Assert.Throws<ArgumentException>(() => AnyContexts<AnyTokens>(new() { Query = Inputs, Value = Inputs.AsSpan(0, 9) }, Untouched()));

    [Fact]
    public void EveryStageHasTheSameScores()
    {
        float[] raw = new float[Tokens * Tokens];
        AnyTokens.Scores(Inputs, raw);

        foreach (ScoreStage stage in Enum.GetValues<ScoreStage>())
        {
            float[] scores = new float[Tokens * Tokens];
            AnyScores<AnyTokens>(new() { Query = Inputs }, stage, scores);
            Assert.Equal(raw, scores);
        }

        Assert.Equal("stage", Assert.Throws<ArgumentOutOfRangeException>(() => AnyScores<AnyTokens>(new() { Query = Inputs }, (ScoreStage)4, raw)).ParamName);
    }

    private static void Forward(string operand, float[] destination) => AnyContexts<AnyTokens>(With(operand), destination);

    private static void Weights(string operand, float[] destination) => AnyWeights<AnyTokens>(With(operand), destination);

    private static void Scores(string operand, float[] destination) => AnyScores<AnyTokens>(With(operand), ScoreStage.Raw, destination);

    private static AttentionOperands With(string operand) => operand switch
    {
        "Key" => new() { Query = Inputs, Key = Inputs.ToArray() },
        "Value" => new() { Query = Inputs, Value = Inputs.ToArray() },
        "Mask" => new() { Query = Inputs, Mask = new bool[Tokens] },
        "Bias" => new() { Query = Inputs, Bias = new float[Tokens] },
        "Sinks" => new() { Query = Inputs, Sinks = new float[1] },
        "Keep" => new() { Query = Inputs, Keep = new bool[Tokens] },
        _ => new() { Query = Inputs, KeyCount = Tokens - 1 },
    };

    private static float[] Untouched() => [.. Enumerable.Repeat(17f, Tokens * Tokens)];

    private delegate void Member(ReadOnlySpan<float> inputs, Span<float> destination);

    private static uint[] Own(params Member[] members) => Bits(members.Select(static member =>
    {
        float[] destination = Untouched();
        member(Inputs, destination);
        return destination;
    }));

    private static uint[] OfOperands<T>(AttentionOperands operands)
        where T : IDeclaredContexts
    {
        float[][] destinations = [Untouched(), Untouched(), Untouched()];
        AnyContexts<T>(operands, destinations[0]);
        AnyWeights<T>(operands, destinations[1]);
        AnyScores<T>(operands, ScoreStage.Raw, destinations[2]);
        return Bits(destinations);
    }

    private static uint[] Bits(IEnumerable<float[]> results) => [.. results.SelectMany(static result => MemoryMarshal.Cast<float, uint>(result).ToArray())];

    private static void AnyContexts<T>(AttentionOperands operands, Span<float> destination)
        where T : IDeclaredContexts => T.Forward(operands, destination);

    private static void AnyWeights<T>(AttentionOperands operands, Span<float> destination)
        where T : IDeclaredContexts => T.Weights(operands, destination);

    private static void AnyScores<T>(AttentionOperands operands, ScoreStage stage, Span<float> destination)
        where T : IDeclaredContexts => T.Scores(operands, stage, destination);
}
