using Microsoft.CodeAnalysis.CSharp;
using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Tests;

/// <summary>A project whose C# is older than emitted code learns so once a declaration, and nothing else.</summary>
public sealed class LanguageVersionTests
{
    // "Feature … is not available in C# 11.0"
    private const string FeatureOfALaterVersion = "CS9058";

    // C# 12 also brought declarations without a body.
    private static readonly string Source = Declarations.Everything.Replace("namespace Game\n", "namespace Game ").Replace(";\n\n", " { }\n\n").Replace("class Decoder;", "class Decoder { }")
        .Replace("using SpanAttention { }", "using SpanAttention;").Replace("readonly partial struct", "partial struct").Replace("record struct", "struct");

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3, "7.3")]
    [InlineData(LanguageVersion.CSharp8, "8.0")]
    [InlineData(LanguageVersion.CSharp9, "9.0")]
    [InlineData(LanguageVersion.CSharp10, "10.0")]
    [InlineData(LanguageVersion.CSharp11, "11.0")]
    public void AnOlderOneGetsOneFindingADeclaration(LanguageVersion version, string name)
    {
        GeneratorRun run = GeneratorHarness.Run(new Consumer(Source) { LanguageVersion = version, Nullable = version >= LanguageVersion.CSharp8 });

        Assert.Equal(Source.Split(" { }").Length - 1, run.Diagnostics.Length);
        Assert.All(run.Diagnostics, finding => Assert.Equal("SPAT025", finding.Id));
        Assert.All(run.Diagnostics, finding => Assert.EndsWith($"needs C# 12.0, but the project's LangVersion is {name}; remove LangVersion, or set it to 12.0 or later", finding.GetMessage()));
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void TheNewestOldOneDoesNotReadWhatIsEmitted()
    {
        Consumer old = new([Source, .. GeneratorHarness.Run(Source).Files.Values]) { LanguageVersion = LanguageVersion.CSharp11 };

        Assert.Contains(old.Compile().GetDiagnostics(), finding => finding.Id == FeatureOfALaterVersion);
        Assert.Equal((int)LanguageVersion.CSharp12, CompilationFacts.EmittedLanguageVersion);
    }
}
