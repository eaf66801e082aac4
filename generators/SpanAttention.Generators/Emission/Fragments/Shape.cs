using System.Globalization;
using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>The axes of a tensor, for checks and their messages.</summary>
/// <param name="HeadsName">The constant that counts its heads; empty for a matrix of tokens.</param>
/// <param name="HeadsWord">Heads in words.</param>
/// <param name="Heads">Their number.</param>
/// <param name="DimName">The constant that counts floats of a head or token.</param>
/// <param name="DimWord">The same in words.</param>
/// <param name="Dim">Their number.</param>
/// <param name="HeadsFirst">The order of the axes.</param>
internal sealed record Shape(string HeadsName, string HeadsWord, int Heads, string DimName, string DimWord, int Dim, bool HeadsFirst)
{
    /// <summary>The constant that counts floats between tokens; empty where tokens are dense.</summary>
    public string Stride { get; init; } = "";

    public static Shape Query(AttentionSpec spec) =>
        new("Heads", "heads", spec.Heads, "HeadDim", "head dim", spec.HeadDim, spec.HeadsFirst) { Stride = spec.QueryStride > 0 ? "QueryTokenStride" : "" };

    public static Shape Key(AttentionSpec spec) =>
        new("KeyValueHeads", "key/value heads", spec.KeyValueHeads, "HeadDim", "head dim", spec.HeadDim, spec.HeadsFirst) { Stride = spec.KeyStride > 0 ? "KeyTokenStride" : "" };

    public static Shape Value(AttentionSpec spec) =>
        new("KeyValueHeads", "key/value heads", spec.KeyValueHeads, "ValueDim", "value dim", spec.ValueDim, spec.HeadsFirst) { Stride = spec.ValueStride > 0 ? "ValueTokenStride" : "" };

    public static Shape Context(AttentionSpec spec) => new("Heads", "heads", spec.Heads, "ValueDim", "value dim", spec.ValueDim, spec.HeadsFirst);

    public static Shape Tokens(string dimName, string dimWord, int dim) => new("", "", 1, dimName, dimWord, dim, false);

    /// <summary>The axes in words: <c>tokens × heads × head dim</c>.</summary>
    public string Words => Join(" × ", "tokens", HeadsWord, DimWord);

    /// <summary>One token's axes in words: <c>heads × head dim</c>.</summary>
    public string HeadWords => HeadsWord.Length == 0 ? DimWord : $"{HeadsWord} × {DimWord}";

    /// <summary>The constants whose product is one token's width.</summary>
    public string TokenWidth => HeadsName.Length == 0 ? DimName : $"{HeadsName} * {DimName}";

    /// <summary>The axes as arguments: <c>queryLength, Heads, HeadDim</c>.</summary>
    public string Dimensions(string tokens) => Join(", ", tokens, HeadsName, DimName);

    /// <summary>The axes in numbers and words: <c>[tokens, 4, 32] (tokens × heads × head dim)</c>.</summary>
    public string Text(string tokens) => $"[{Join(", ", tokens, Number(Heads), Number(Dim))}] ({Words})";

    /// <summary>The axes, with the tokens named and their declared length, 0 where it is not declared.</summary>
    public IReadOnlyList<Axis> Axes(string tokens, int length)
    {
        if (Stride.Length > 0)
        {
            return []; // with room between tokens it is no dense tensor
        }

        Axis tokenAxis = new(tokens, length);
        Axis dimAxis = new(DimWord, Dim);
        Axis headAxis = new(HeadsWord, Heads);
        return HeadsName.Length == 0 ? [tokenAxis, dimAxis] : HeadsFirst ? [headAxis, tokenAxis, dimAxis] : [tokenAxis, headAxis, dimAxis];
    }

    private string Join(string separator, string tokens, string heads, string dim) =>
        HeadsName.Length == 0 ? tokens + separator + dim
        : HeadsFirst ? heads + separator + tokens + separator + dim
        : tokens + separator + heads + separator + dim;

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
