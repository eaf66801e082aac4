namespace SpanAttention.Generators.Tests.Fuzzing;

/// <summary>A declaration that nobody would write, in one file or several.</summary>
/// <param name="Index">Tells it from others.</param>
/// <param name="Sources">Its files.</param>
public sealed record FuzzedDeclaration(int Index, IReadOnlyList<string> Sources)
{
    /// <summary>Stands in the full name of the type and in the paths of its files, and in no other's.</summary>
    public string Mark => MarkOf(Index);

    /// <summary>Whether the mark still stands in every file; a cut may have hit it.</summary>
    public bool IsMarked => Sources.All(Owns);

    public static string MarkOf(int index) => $"F{index}f";

    /// <summary>Whether a path or source, written or emitted, is of this declaration.</summary>
    public bool Owns(string text) => text.Contains(Mark, StringComparison.Ordinal);

    public override string ToString() => string.Join("\n// another file\n", Sources);
}
