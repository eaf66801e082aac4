namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>Some of a call's keys, from the first of them on, as a call of their own.</summary>
/// <param name="Shape">The declared shape.</param>
/// <param name="Whole">The call over all keys.</param>
/// <param name="FirstKey">Index of the part's first key.</param>
/// <param name="Keys">How many keys the part has, those of padding counted.</param>
public sealed record KeyPart(AttentionShape Shape, AttentionInputs Whole, int FirstKey, int Keys)
{
    /// <summary>Keys of the part that are not padding.</summary>
    public int KeyCount => Math.Clamp(Whole.KeyCount - FirstKey, 0, Keys);

    public AttentionInputs Inputs => new(Whole.Query, Tokens(Whole.Key, Shape.Key), Tokens(Whole.Value, Shape.Value), Whole.QueryLength, Keys, KeyCount)
    {
        Mask = Pairs(Whole.Mask),
        Bias = Pairs(Whole.Bias),
        Keep = Pairs(Whole.Keep),
    };

    /// <summary>Parts of whole tiles of 64 keys, the last one aside, as many tiles each as are drawn; none among them.</summary>
    public static IReadOnlyList<KeyPart> Draw(AttentionShape shape, AttentionInputs whole, Random random)
    {
        List<KeyPart> parts = [];
        for (int firstKey = 0; firstKey < whole.KeyCount || parts.Count == 0;)
        {
            int left = whole.KeyLength - firstKey;
            int keys = random.Next(4) == 0 ? left : Math.Min(left, 64 * random.Next(3));
            parts.Add(new(shape, whole, firstKey, keys));
            firstKey += keys;
        }

        return parts;
    }

    private float[] Tokens(float[] whole, Func<int, TokenTensor> tensor)
    {
        TokenTensor from = tensor(Whole.KeyLength);
        TokenTensor to = tensor(Keys);
        float[] part = new float[to.Length];
        for (int token = 0; token < Keys; token++)
        {
            for (int head = 0; head < from.Heads; head++)
            {
                from.Head(whole, FirstKey + token, head).CopyTo(to.Head(part, token, head));
            }
        }

        return part;
    }

    /// <summary>The part's keys of each row of a tensor over pairs.</summary>
    private T[] Pairs<T>(T[] whole) => [.. Enumerable.Range(0, Whole.KeyLength == 0 ? 0 : whole.Length / Whole.KeyLength).SelectMany(row => whole.Skip((row * Whole.KeyLength) + FirstKey).Take(Keys))];
}
