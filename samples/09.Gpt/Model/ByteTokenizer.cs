namespace GptModel;

/// <summary>Every byte is a token; the mark between texts has no bytes.</summary>
public sealed class ByteTokenizer : GptTokenizer
{
    private static readonly byte[] All = [.. Enumerable.Range(0, 256).Select(static value => (byte)value)];

    /// <inheritdoc/>
    public override int[] Encode(ReadOnlySpan<byte> text)
    {
        int[] tokens = new int[text.Length];
        for (int index = 0; index < tokens.Length; index++)
        {
            tokens[index] = text[index];
        }

        return tokens;
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes(int token) => token == All.Length ? [] : All.AsSpan(token, 1);
}
