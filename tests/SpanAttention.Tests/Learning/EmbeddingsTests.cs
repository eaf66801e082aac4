using Xunit;

namespace SpanAttention.Tests.Learning;

/// <summary>Embeddings: rows by token, gradients added in the order of tokens, and tokens that are in no vocabulary.</summary>
public class EmbeddingsTests
{
    private static readonly float[] Weights = [1, 2, 3, 10, 20, 30, 100, 200, 300];

    [Fact]
    public void A_token_has_its_row()
    {
        float[] destination = [.. Enumerable.Repeat(7f, 10)];
        Embeddings.Forward(Weights, dim: 3, [2, 0, 2], destination);
        Assert.Equal([100, 200, 300, 1, 2, 3, 100, 200, 300, 7], destination);
    }

    [Fact]
    public void Positions_are_added_in_place_or_elsewhere()
    {
        float[] states = [.. Enumerable.Range(0, 20).Select(static x => x / 4f)];
        float[] weights = [.. Enumerable.Range(0, 20).Select(static x => (float)(x * x))];
        float[] expected = [.. states.Select((state, x) => state + weights[(x + 10) % 20])];
        float[] elsewhere = new float[20];

        Embeddings.ForwardAdd(weights, dim: 10, [1, 0], states, elsewhere);
        Embeddings.ForwardAdd(weights, dim: 10, [1, 0], states, states);

        Assert.Equal(expected, elsewhere);
        Assert.Equal(expected, states);
    }

    /// <summary>1e8 swallows a 1 that is added to it: another order gives another sum.</summary>
    [Fact]
    public void Gradients_are_added_in_the_order_of_tokens()
    {
        float[] gradient = [1, 5, 0];
        Embeddings.Backward(dim: 1, [0, 0, 2, 0, 2], [1e8f, -1e8f, 1, 1, 2], gradient);
        Assert.Equal([1, 5, 3], gradient);
    }

    [Fact]
    public void No_token_reads_nothing_and_writes_nothing()
    {
        float[] gradient = [1, 2];
        Embeddings.Forward([], dim: 2, [], []);
        Embeddings.ForwardAdd(Weights, dim: 3, [], [], gradient);
        Embeddings.Backward(dim: 2, [], [], gradient);
        Assert.Equal([1, 2], gradient);
    }

    [Fact]
    public void What_is_wrong_is_refused_before_anything_is_written()
    {
        float[] written = new float[9];
        Assert.Contains("tokens[1] is 3; weights has 3 rows", Refusal<ArgumentOutOfRangeException>("tokens", () => Embeddings.Forward(Weights, 3, [0, 3], written)), StringComparison.Ordinal);
        Assert.Contains("tokens[0] is -1; weightGradient has 3 rows", Refusal<ArgumentOutOfRangeException>("tokens", () => Embeddings.Backward(3, [-1], new float[3], written)), StringComparison.Ordinal);
        Assert.Contains("8", Refusal<ArgumentException>("weights", () => Embeddings.Forward(Weights[..8], 3, [0], written)), StringComparison.Ordinal);
        Refusal<ArgumentOutOfRangeException>("dim", () => Embeddings.Forward(Weights, 0, [0], written));
        Refusal<ArgumentException>("destination", () => Embeddings.Forward(Weights, 3, [0, 1, 2, 0], written));
        Refusal<ArgumentException>("destination", () => Embeddings.Forward(written, 3, [0, 1], written));
        Refusal<ArgumentException>("residual", () => Embeddings.ForwardAdd(Weights, 3, [0, 1], new float[5], written));
        Refusal<ArgumentException>("destination", () => Embeddings.ForwardAdd(Weights, 3, [0, 1], written.AsSpan(0, 6), written.AsSpan(1, 6)));
        Refusal<ArgumentException>("destinationGradient", () => Embeddings.Backward(3, [0, 1], new float[9], written));
        Refusal<ArgumentException>("weightGradient", () => Embeddings.Backward(3, [0, 1, 2], written, written));
        Assert.All(written, static x => Assert.Equal(0, x));
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        float[] states = new float[6];
        float[] gradient = new float[9];
        int[] tokens = [2, 0];
        Run(tokens, states, gradient);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Run(tokens, states, gradient);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static void Run(ReadOnlySpan<int> tokens, Span<float> states, Span<float> gradient)
    {
        Embeddings.Forward(Weights, 3, tokens, states);
        Embeddings.ForwardAdd(Weights, 3, tokens, states, states);
        Embeddings.Backward(3, tokens, states, gradient);
    }

    private static string Refusal<TException>(string parameter, Action call)
        where TException : ArgumentException => Assert.Throws<TException>(parameter, call).Message;
}
