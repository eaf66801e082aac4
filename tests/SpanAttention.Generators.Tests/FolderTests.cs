using System.Text.RegularExpressions;

namespace SpanAttention.Generators.Tests;

/// <summary>Folders of the generator know only those above them in the table of generators/README.md, so that none is part of a cycle.</summary>
public sealed partial class FolderTests
{
    private static readonly string Generators = Repository.Of("generators");
    private static readonly string Root = Path.Combine(Generators, "SpanAttention.Generators");

    private static readonly string[] Table = [.. FolderRow().Matches(File.ReadAllText(Path.Combine(Generators, "README.md"))).Select(row => row.Groups[1].Value)];

    [Fact]
    public void TheTableNamesEveryFolder() =>
        Assert.Equal(Directory.GetDirectories(Root).Select(Path.GetFileName).Where(name => name is not ("obj" or "bin")).Order(), Table.Order());

    [Fact]
    public void EachFolderKnowsOnlyThoseAboveIt() => Assert.Empty(
        from folder in Table
        from file in Directory.GetFiles(Path.Combine(Root, folder), "*.cs")
        from Match used in UsedFolder().Matches(File.ReadAllText(file))
        where Array.IndexOf(Table, used.Groups[1].Value) >= Array.IndexOf(Table, folder)
        select $"{folder}/{Path.GetFileName(file)} knows {used.Groups[1].Value}");

    [GeneratedRegex(@"^\| `(\w+)/` \|", RegexOptions.Multiline)]
    private static partial Regex FolderRow();

    [GeneratedRegex(@"^using SpanAttention\.Generators\.(\w+);", RegexOptions.Multiline)]
    private static partial Regex UsedFolder();
}
