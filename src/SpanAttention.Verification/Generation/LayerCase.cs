namespace SpanAttention.Verification;

/// <summary>The inputs of a layer, and how they come in: at once, or some after others.</summary>
/// <param name="InputDim">Floats of a token.</param>
/// <param name="Chunks">Tokens of one call after another.</param>
public sealed record LayerCase(int InputDim, IReadOnlyList<int> Chunks) : ICase
{
    /// <summary>Kind of numbers that the tensors hold.</summary>
    public CaseKind Kind { get; init; }

    /// <summary>A number for choices that a property makes: where to cut.</summary>
    public int Choice { get; init; }

    /// <summary><c>[tokens, input dim]</c>.</summary>
    public float[] Inputs { get; init; } = [];

    /// <summary>Tokens of all calls.</summary>
    internal int Tokens => Chunks.Sum();

    long ICase.Work => (long)Tokens * InputDim * (InputDim + Tokens);

    IEnumerable<(string Noun, int Length)> ICase.Lengths => [("tokens", Tokens), ("calls", Chunks.Count)];

    /// <summary>Some of the tokens.</summary>
    internal ReadOnlySpan<float> Slice(int first, int count) => Inputs.AsSpan(first * InputDim, count * InputDim);

    /// <summary>Tokens, calls and inputs as C#.</summary>
    public override string ToString() => CaseWords.Of(this);
}
