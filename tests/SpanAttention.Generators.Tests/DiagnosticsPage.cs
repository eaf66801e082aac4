namespace SpanAttention.Generators.Tests;

/// <summary>A rule's page: its heading and its two blocks of code.</summary>
public sealed class DiagnosticsPage
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Pages");

    private readonly string text;

    public DiagnosticsPage(string id) => text = File.ReadAllText(Path.Combine(Folder, $"{id}.md")).ReplaceLineEndings("\n");

    public string Heading => text.Split('\n')[0];

    public string Wrong => Code("Wrong");

    public string Right => Code("Right");

    private string Code(string section)
    {
        string body = Assert.Single(text.Split($"\n## {section}\n").Skip(1)).Split("\n## ")[0];
        return Assert.Single(body.Split("```csharp\n").Skip(1)).Split("```")[0];
    }
}
