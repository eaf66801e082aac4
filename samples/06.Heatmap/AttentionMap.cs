/// <summary>The attention weights of one head over a text: one row a token that looks, one column a token that is looked at.</summary>
internal sealed class AttentionMap
{
    private readonly float[] weights;

    public AttentionMap(string title, string[] tokens, ReadOnlySpan<float> weights)
    {
        if (weights.Length != tokens.Length * tokens.Length)
        {
            throw new ArgumentException($"weights holds {weights.Length} elements; {tokens.Length} tokens need {tokens.Length * tokens.Length}.", nameof(weights));
        }

        Title = title;
        Tokens = tokens;
        this.weights = weights.ToArray();
    }

    public string Title { get; }

    public string[] Tokens { get; }

    /// <summary>How much the token of the row looks at the token of the column.</summary>
    public float this[int row, int column] => weights[row * Tokens.Length + column];

    /// <summary>The largest weight, at which colors and shades end.</summary>
    public float Largest => weights.Max();
}
