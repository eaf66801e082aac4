using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Planning;

/// <summary>A region of scratch, such as <c>scores</c>: some floats, and some more for every row.</summary>
/// <param name="Name">The local variable that refers to it.</param>
/// <param name="Extent">Its floats as emitted code counts them, such as <c>(KeyTile * QueryBlock)</c>.</param>
/// <param name="Axes">Its axes, such as <c>[QueryBlock]</c>.</param>
/// <param name="Floats">Its floats, whatever the rows.</param>
/// <param name="FloatsOfRow">Its floats of one row.</param>
internal sealed record Region(string Name, string Extent, string Axes, long Floats, long FloatsOfRow)
{
    /// <summary>The region's name as part of a constant: <c>Scores</c>.</summary>
    public string Title => Casing.Pascal(Name);

    /// <summary>Rows of all tokens, one a token.</summary>
    /// <param name="name">The local variable that refers to it.</param>
    /// <param name="width">The floats of a row, as emitted code names them.</param>
    /// <param name="floats">How many these are.</param>
    public static Region OfTokens(string name, string width, int floats) => new(name, width, $"[tokens, {width}]", Floats: 0, floats);

    /// <summary>Rows of a block of tokens, one a token.</summary>
    /// <param name="name">The local variable that refers to it.</param>
    /// <param name="floats">The floats of a row.</param>
    public static Region OfTokenBlock(string name, int floats) => new(name, $"({floats} * TokenBlock)", $"[TokenBlock, {floats}]", Floats: 0, floats);
}
