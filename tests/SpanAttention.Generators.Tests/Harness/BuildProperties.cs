using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>The properties of a project that the package shows to the generator.</summary>
/// <param name="vectorWidths">SpanAttentionVectorWidths, such as <c>256,128</c>.</param>
public sealed class BuildProperties(string vectorWidths) : AnalyzerConfigOptionsProvider
{
    public override AnalyzerConfigOptions GlobalOptions { get; } = new Properties(vectorWidths);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => GlobalOptions;

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => GlobalOptions;

    private sealed class Properties(string vectorWidths) : AnalyzerConfigOptions
    {
        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value)
        {
            value = key == "build_property._SpanAttentionVectorWidths" ? vectorWidths : null;
            return value is not null;
        }
    }
}
