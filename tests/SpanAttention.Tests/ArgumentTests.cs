using Xunit;

namespace SpanAttention.Tests;

#pragma warning disable SPAT101, SPAT103, SPAT106 // These calls are wrong on purpose.
/// <summary>Wrong spans: the parameter, the shape in words, both numbers, and nothing written.</summary>
public class ArgumentTests
{
    private const float Untouched = 12345;

    private static readonly float[] Query = new float[24];
    private static readonly float[] Key = new float[20];
    private static readonly float[] Value = new float[30];

    [Theory]
    [InlineData("query", "query holds 23 elements; [3, 4, 2] (tokens × heads × head dim) needs 24.", 23, 20, 30, 36)]
    [InlineData("query", "query holds 25 elements; [3, 4, 2] (tokens × heads × head dim) needs 24.", 25, 20, 30, 36)]
    [InlineData("key", "key holds 0 elements; [5, 2, 2] (tokens × key/value heads × head dim) needs 20.", 24, 0, 30, 36)]
    [InlineData("value", "value holds 31 elements; [5, 2, 3] (tokens × key/value heads × value dim) needs 30.", 24, 20, 31, 36)]
    [InlineData("destination", "destination holds 35 elements; [3, 4, 3] (tokens × heads × value dim) needs 36.", 24, 20, 30, 35)]
    public void Declared_lengths_are_checked(string parameter, string message, int query, int key, int value, int destination)
    {
        float[] output = Filled(destination);

        ArgumentException error = Assert.Throws<ArgumentException>(() => DeclaredLengths.Forward(new float[query], new float[key], new float[value], output));

        AssertRefused(parameter, message, error, output);
    }

    [Theory]
    [InlineData("query", "query holds 13 elements; [2, tokens, 3] (heads × tokens × head dim) needs a multiple of 6.", 13, 24, 24, 12)]
    [InlineData("key", "key holds 25 elements; [2, tokens, 3] (key/value heads × tokens × head dim) needs a multiple of 6.", 12, 25, 24, 12)]
    [InlineData("value", "value holds 18 elements; [2, 4, 3] (key/value heads × tokens × value dim) needs 24.", 12, 24, 18, 12)]
    [InlineData("destination", "destination holds 11 elements; [2, 2, 3] (heads × tokens × value dim) needs 12.", 12, 24, 24, 11)]
    public void Lengths_from_spans_must_agree(string parameter, string message, int query, int key, int value, int destination)
    {
        float[] output = Filled(destination);

        ArgumentException error = Assert.Throws<ArgumentException>(() => SpanLengths.Forward(new float[query], new float[key], new float[value], output));

        AssertRefused(parameter, message, error, output);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public void Key_counts_out_of_range_are_refused(int keyCount)
    {
        float[] output = Filled(60);

        ArgumentOutOfRangeException error = Assert.Throws<ArgumentOutOfRangeException>(() => DeclaredLengths.Forward(Query, Key, Value, keyCount, output));
        Assert.Throws<ArgumentOutOfRangeException>(() => DeclaredLengths.Weights(Query, Key, keyCount, output));

        Assert.Contains($"keyCount is {keyCount}", error.Message, StringComparison.Ordinal);
        AssertRefused("keyCount", "0 to 5", error, output);
    }

    [Fact]
    public void Pairs_must_fit_their_destination()
    {
        float[] output = Filled(59);
        const string Message = "destination holds 59 elements; [4, 3, 5] (heads × query tokens × key tokens) needs 60.";

        AssertRefused("destination", Message, Assert.Throws<ArgumentException>(() => DeclaredLengths.Weights(Query, Key, output)), output);
        AssertRefused("destination", Message, Assert.Throws<ArgumentException>(() => DeclaredLengths.Scores(Query, Key, ScoreStage.Raw, output)), output);
    }

    [Fact]
    public void An_unknown_stage_is_refused()
    {
        float[] output = Filled(60);

        AssertRefused("stage", "Raw, Scaled, Capped and Masked", Assert.Throws<ArgumentOutOfRangeException>(() => DeclaredLengths.Scores(Query, Key, (ScoreStage)4, output)), output);
    }

    [Fact]
    public void LogSumExp_needs_room()
    {
        float[] output = Filled(36);
        float[] logSumExp = Filled(11);

        ArgumentException error = Assert.Throws<ArgumentException>(() => DeclaredLengths.Forward(Query, Key, Value, output, logSumExp));

        AssertRefused("logSumExp", "logSumExp holds 11 elements; [4, 3] (heads × query tokens) needs 12.", error, output);
        Assert.All(logSumExp, static element => Assert.Equal(Untouched, element));
    }

    [Theory]
    [InlineData("query")]
    [InlineData("key")]
    [InlineData("value")]
    public void A_destination_that_overlaps_an_input_is_refused(string input)
    {
        float[] shared = new float[36 + 30];
        ArgumentException error = Assert.Throws<ArgumentException>(() => DeclaredLengths.Forward(
            input == "query" ? shared.AsSpan(35, 24) : Query,
            input == "key" ? shared.AsSpan(35, 20) : Key,
            input == "value" ? shared.AsSpan(35, 30) : Value,
            shared));

        AssertRefused("destination", $"destination overlaps {input}", error, []);
    }

    [Fact]
    public void The_unwritten_rest_of_a_destination_may_overlap()
    {
        float[] shared = new float[36 + 24];

        DeclaredLengths.Forward(shared.AsSpan(36), Key, Value, shared);
    }

    [Fact]
    public void LogSumExp_must_not_overlap_the_contexts()
    {
        float[] shared = new float[47];

        ArgumentException error = Assert.Throws<ArgumentException>(() => DeclaredLengths.Forward(Query, Key, Value, shared, shared.AsSpan(35)));

        AssertRefused("logSumExp", "logSumExp overlaps destination", error, []);
    }

    [Fact]
    public void Self_attention_checks_its_inputs()
    {
        float[] output = Filled(18);

        AssertRefused("inputs", "inputs holds 17 elements; [6, 3] (tokens × input dim) needs 18.", Assert.Throws<ArgumentException>(() => SixTokens.Forward(new float[17], output)), output);
        AssertRefused("destination", "destination holds 18 elements; [6, 6] (tokens × tokens) needs 36.", Assert.Throws<ArgumentException>(() => SixTokens.Weights(new float[18], output)), output);
    }

    [Fact]
    public void A_layer_checks_its_tensors()
    {
        ArgumentException missing = Assert.Throws<ArgumentException>(() => new SmallLayer(new SmallLayer.Weights { Query = new float[24], Key = new float[24] }));
        ArgumentException undeclared = Assert.Throws<ArgumentException>(() => new CrossLayer(new CrossLayer.Weights
        {
            Query = new float[24], Key = new float[18], Value = new float[30], Output = new float[36],
        }));

        Assert.Equal("Value", missing.ParamName);
        Assert.Contains("Value holds 0 elements; [6, 4] (outputs × inputs) needs 24.", missing.Message, StringComparison.Ordinal);
        Assert.Equal("Output", undeclared.ParamName);
        Assert.Contains("OutputProjection", undeclared.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_checks_its_spans()
    {
        SmallLayer layer = Layers.Small();
        float[] output = Filled(18);

        AssertRefused("inputs", "inputs holds 13 elements; [tokens, 4] (tokens × input dim) needs a multiple of 4.", Assert.Throws<ArgumentException>(() => layer.Forward(new float[13], output)), output);
        AssertRefused("destination", "destination holds 18 elements; [4, 6] (tokens × output dim) needs 24.", Assert.Throws<ArgumentException>(() => layer.Forward(new float[16], output)), output);
        AssertRefused("tokenCount", "tokenCount is 4", Assert.Throws<ArgumentOutOfRangeException>(() => layer.Forward(new float[12], 4, output)), output);
    }

    [Fact]
    public void Cross_attention_asks_for_as_many_values_as_keys()
    {
        CrossLayer layer = Layers.Cross();
        float[] output = Filled(6);

        ArgumentException error = Assert.Throws<ArgumentException>(() => layer.Forward(new float[4], new float[6], new float[15], output));

        AssertRefused("valueInputs", "valueInputs holds 15 elements; [2, 5] (tokens × value input dim) needs 10.", error, output);
    }

    private static float[] Filled(int length)
    {
        float[] output = new float[length];
        Array.Fill(output, Untouched);
        return output;
    }

    private static void AssertRefused(string parameter, string message, ArgumentException error, float[] output)
    {
        Assert.Equal(parameter, error.ParamName);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.All(output, static element => Assert.Equal(Untouched, element));
    }
}
