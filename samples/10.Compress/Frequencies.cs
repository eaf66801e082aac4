using SpanAttention;

namespace Compress;

/// <summary>Probabilities of the next token as whole numbers, which is what an arithmetic coder divides its range by.</summary>
/// <remarks>share_i = 1 + ⌊2²⁴ · softmax(logits)_i⌋. The product is exact, the softmax has the same bits on every machine of a canon, and so have the shares; no token has none, so that any text can be packed.</remarks>
/// <param name="vocabulary">Tokens that there are.</param>
internal sealed class Frequencies(int vocabulary)
{
    private const float Scale = 1 << 24;
    private readonly float[] probabilities = new float[vocabulary];
    private readonly uint[] shares = new uint[vocabulary];

    /// <summary>The shares of all tokens.</summary>
    public ulong Total { get; private set; }

    /// <summary>Takes the next token's logits, [vocabulary].</summary>
    /// <exception cref="InvalidDataException">They are not numbers.</exception>
    public void Set(ReadOnlySpan<float> logits)
    {
        Softmax.Apply(logits, temperature: 1, probabilities);
        Total = 0;
        for (int token = 0; token < shares.Length; token++)
        {
            if (float.IsNaN(probabilities[token]))
            {
                throw new InvalidDataException("The model gives logits that are NaN; its weights are damaged.");
            }

            shares[token] = 1 + (uint)(probabilities[token] * Scale);
            Total += shares[token];
        }
    }

    /// <summary>The share of a token.</summary>
    public ulong Of(int token) => shares[token];

    /// <summary>The shares of all tokens before one.</summary>
    public ulong Before(int token)
    {
        ulong sum = 0;
        foreach (uint share in shares.AsSpan(0, token))
        {
            sum += share;
        }

        return sum;
    }

    /// <summary>The token whose share, with those before it, has a number below <see cref="Total"/>.</summary>
    public int Find(ulong number)
    {
        ulong sum = 0;
        int token = 0;
        while (sum + shares[token] <= number)
        {
            sum += shares[token++];
        }

        return token;
    }
}
