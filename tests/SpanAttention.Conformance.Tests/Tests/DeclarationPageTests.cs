using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>The page that helps to choose a declaration, src/README.md, shows code that compiles as it stands.</summary>
public sealed class DeclarationPageTests
{
    private const string Fence = "```";

    [Fact]
    public void AllCodeCompilesWithoutAWarning() => Assert.NotNull(new DeclarationCompiler(Snippets()).Load());

    private static string[] Snippets()
    {
        string page = File.ReadAllText(Repository.Of("src", "README.md")).ReplaceLineEndings("\n");
        string[] snippets = [.. page.Split($"\n{Fence}csharp\n").Skip(1).Select(static rest => rest[..rest.IndexOf($"\n{Fence}\n", StringComparison.Ordinal)])];
        Assert.NotEmpty(snippets);
        return snippets;
    }
}
