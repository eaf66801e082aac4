using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Diagnostics;

/// <summary>Rules as Roslyn knows them: every one is an error, with a link to its page.</summary>
internal static class Descriptors
{
    private const string Category = "SpanAttention";
    private const string Pages = "https://github.com/SpanAttention/SpanAttention/blob/main/generators/SpanAttention.Generators/Diagnostics/";

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = Rules.All.ToDictionary(static rule => rule.Id, Create);

    public static IEnumerable<DiagnosticDescriptor> All => ById.Values;

    public static DiagnosticDescriptor For(string id) => ById[id];

    private static DiagnosticDescriptor Create(Rule rule) =>
        new(rule.Id, rule.Title, rule.Message, Category, DiagnosticSeverity.Error, isEnabledByDefault: true, helpLinkUri: $"{Pages}{rule.Id}.md", customTags: WellKnownDiagnosticTags.NotConfigurable);
}
