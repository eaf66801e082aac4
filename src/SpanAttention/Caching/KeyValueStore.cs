using System.Globalization;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>The keys and values of tokens, head by head, as attention reads them.</summary>
/// <param name="shape">What is kept of each token.</param>
/// <param name="slots">Tokens that there is room for, whole tiles.</param>
internal sealed class KeyValueStore(KeyValueShape shape, int slots)
{
    /// <summary>Keys, <c>[heads, groups, head dim, 16 tokens]</c>.</summary>
    public AlignedFloats Keys { get; } = new(shape.KeyValueHeads * shape.Floats(slots, shape.HeadDim));

    /// <summary>Values, <c>[heads, tokens, value dim]</c>.</summary>
    public AlignedFloats Values { get; } = new(shape.KeyValueHeads * shape.Floats(slots, shape.ValueDim));

    /// <summary>Asks for the shape of a layer.</summary>
    /// <param name="expected">The layer's.</param>
    /// <param name="kind">What this is: <c>cache</c>.</param>
    /// <param name="parameter">What the caller names it.</param>
    /// <param name="index">Its place among several; −1 where it is alone.</param>
    public void RequireShape(KeyValueShape expected, string kind, string parameter, int index = -1)
    {
        if (!shape.Equals(expected))
        {
            string place = index < 0 ? parameter : string.Create(CultureInfo.InvariantCulture, $"{parameter}[{index}]");
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{place} is a {kind} of {shape}; a {kind} of {expected} is needed."), parameter);
        }
    }

    /// <summary>Copies the first tokens, whole tiles.</summary>
    public void CopyTo(KeyValueStore other, int tokens)
    {
        CopyHeads(Keys.Span, other.Keys.Span, shape.Floats(tokens, shape.HeadDim));
        CopyHeads(Values.Span, other.Values.Span, shape.Floats(tokens, shape.ValueDim));
    }

    private void CopyHeads(Span<float> source, Span<float> destination, int headLength)
    {
        int stride = source.Length / shape.KeyValueHeads;
        for (int head = 0; head < shape.KeyValueHeads; head++)
        {
            source.Slice(head * stride, headLength).CopyTo(destination[(head * stride)..]);
        }
    }
}
