using System.Text.RegularExpressions;

namespace SpanAttention.Tests;

/// <summary>A fenced block of a page, and the comment above it that says where its lines come from.</summary>
/// <param name="Page">The page, from the repository's root.</param>
/// <param name="Line">The line of the page that opens the block.</param>
/// <param name="Language">What stands behind the fence, such as <c>csharp</c>.</param>
/// <param name="Kind"><c>code</c>, <c>emitted</c>, <c>output</c> or <c>tested</c>; empty without a comment.</param>
/// <param name="Source">The file or sample the comment names.</param>
/// <param name="Lines">The lines between the fences.</param>
public sealed record ReadmeBlock(string Page, int Line, string Language, string Kind, string Source, string[] Lines)
{
    public override string ToString() => $"{Page}, line {Line}: {Kind} {Source}";

    /// <summary>The runs of lines between blank lines; a run that is only <c>// …</c> stands for lines left out.</summary>
    public IEnumerable<string[]> Paragraphs()
    {
        List<string> paragraph = [];
        foreach (string line in Lines.Append(""))
        {
            if (line.Length > 0)
            {
                paragraph.Add(line);
                continue;
            }

            if (paragraph.Count > 0 && paragraph is not ["// …"])
            {
                yield return [.. paragraph];
            }

            paragraph.Clear();
        }
    }
}

/// <summary>Reads README.md and the pages of samples, and finds the repository they lie in.</summary>
internal static partial class ReadmeDocument
{
    public static IReadOnlyList<string> Pages { get; } =
    [
        "README.md",
        "src/SpanAttention.Verification/README.md",
        "src/SpanAttention.WeightFiles/README.md",
        .. Directory.GetDirectories(Repository.Of("samples"))
            .Select(sample => Path.Combine("samples", Path.GetFileName(sample), "README.md"))
            .Where(page => File.Exists(Repository.Of(page)))
            .Order(StringComparer.Ordinal),
    ];

    public static string[] ReadLines(string path) => File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n');

    public static IEnumerable<ReadmeBlock> Blocks() => Pages.SelectMany(Blocks);

    private static IEnumerable<ReadmeBlock> Blocks(string page)
    {
        string[] lines = ReadLines(Repository.Of(page));
        int open = -1;
        for (int i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                continue;
            }

            if (open < 0)
            {
                open = i;
                continue;
            }

            yield return Block(page, lines, open, i);
            open = -1;
        }
    }

    /// <summary>Where links to files lead, from the repository's root.</summary>
    public static IEnumerable<string> LocalLinks() =>
        from page in Pages
        from line in ReadLines(Repository.Of(page))
        from Match link in Link().Matches(line)
        let target = link.Groups["target"].Value
        where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#')
        select Path.Combine(Path.GetDirectoryName(page)!, target.Split('#')[0]);

    private static ReadmeBlock Block(string page, string[] lines, int open, int close)
    {
        Match marker = Marker().Match(open == 0 ? "" : lines[open - 1]);
        return new ReadmeBlock(
            page,
            open + 1,
            lines[open][3..],
            marker.Groups["kind"].Value,
            marker.Groups["source"].Value,
            lines[(open + 1)..close]);
    }

    [GeneratedRegex(@"^<!-- (?<kind>code|emitted|output|tested): (?<source>\S+) -->$")]
    private static partial Regex Marker();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();
}
