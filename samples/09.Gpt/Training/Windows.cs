namespace GptTraining;

/// <summary>
/// Windows of a row of tokens, each as long as a model's context, that lie side by side. Every second one begins with the mark instead, as every text does that the model will read; the others begin in the midst of one, as
/// it goes on where its context was full.
/// </summary>
/// <param name="tokens">The row of tokens.</param>
/// <param name="length">Tokens of a window.</param>
/// <param name="mark">The mark between texts.</param>
/// <param name="offset">Where the first window begins, from 0 to below the length.</param>
internal sealed class Windows(ReadOnlyMemory<int> tokens, int length, int mark, int offset = 0)
{
    /// <summary>Whole windows, each with the token after it.</summary>
    public int Count { get; } = Math.Max(0, (tokens.Length - offset - 1) / length);

    /// <summary>A window.</summary>
    /// <param name="window">The window, from 0 on.</param>
    /// <param name="inputs">[length]: what is read.</param>
    /// <param name="targets">[length]: what follows each.</param>
    public void Read(int window, Span<int> inputs, Span<int> targets)
    {
        int first = offset + (window * length);
        ReadOnlySpan<int> row = tokens.Span.Slice(first, length + 1);
        if (window % 2 == 0)
        {
            inputs[0] = mark;
            row[..(length - 1)].CopyTo(inputs[1..]);
            row[..length].CopyTo(targets);
        }
        else
        {
            row[..length].CopyTo(inputs);
            row[1..].CopyTo(targets);
        }
    }
}
