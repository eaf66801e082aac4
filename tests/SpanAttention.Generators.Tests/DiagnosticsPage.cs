using Microsoft.CodeAnalysis.CSharp;

namespace SpanAttention.Generators.Tests;

/// <summary>A rule's page: its heading and its two projects, which are a block of code each and, where it matters, a property of each.</summary>
public sealed class DiagnosticsPage
{
    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Pages");

    private readonly string text;

    public DiagnosticsPage(string id) => text = File.ReadAllText(Path.Combine(Folder, $"{id}.md")).ReplaceLineEndings("\n");

    public string Heading => text.Split('\n')[0];

    public string Wrong => Code("Wrong");

    public string Right => Code("Right");

    public Consumer WrongProject => Project("Wrong");

    public Consumer RightProject => Project("Right");

    private Consumer Project(string section)
    {
        Consumer project = new(Code(section)) { VectorWidths = Property(section, "SpanAttentionVectorWidths") };
        return LanguageVersionFacts.TryParse(Property(section, "LangVersion"), out LanguageVersion version) && version != LanguageVersion.Default
            ? project with { LanguageVersion = version }
            : project;
    }

    private string Property(string section, string name) => Section(section).Split($"<{name}>") is [_, var rest] ? rest.Split('<')[0] : "";

    private string Code(string section) => Assert.Single(Section(section).Split("```csharp\n").Skip(1)).Split("```")[0];

    private string Section(string section) => Assert.Single(text.Split($"\n## {section}\n").Skip(1)).Split("\n## ")[0];
}
