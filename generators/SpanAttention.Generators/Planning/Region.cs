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
}
