namespace SpanAttention.Generators.Kernel;

/// <summary>A tensor with an axis of tokens as routines over blocks refer to it.</summary>
/// <param name="Name">The variable that refers to it: <c>key</c>.</param>
/// <param name="Stride">The constant for its elements from one token to the next: <c>KeyTokenStride</c>.</param>
/// <param name="Dim">The constant for a head's elements: <c>HeadDim</c>.</param>
internal sealed record TokenTensor(string Name, string Stride, string Dim)
{
    public static readonly TokenTensor Query = new("query", "QueryTokenStride", "HeadDim");
    public static readonly TokenTensor Key = new("key", "KeyTokenStride", "HeadDim");
    public static readonly TokenTensor Value = new("value", "ValueTokenStride", "ValueDim");
    public static readonly TokenTensor Context = new("destination", "ContextTokenStride", "ValueDim");
}
