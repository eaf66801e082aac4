using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Diagnostics;

/// <summary>Rules as Roslyn knows them, with a link to their pages.</summary>
internal static class Descriptors
{
    private const string Category = "SpanAttention";
    private const string Pages = "https://github.com/SpanAttention/SpanAttention/blob/main/generators/SpanAttention.Generators/Diagnostics/";

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = Rules.All.Concat(AdviceRules.All).ToDictionary(static rule => rule.Id, Create);

    public static IEnumerable<DiagnosticDescriptor> All => ById.Values;

    public static DiagnosticDescriptor For(string id) => ById[id];

    private static DiagnosticDescriptor Create(Rule rule) =>
        new(rule.Id, rule.Title, rule.Message, Category, rule.Severity, isEnabledByDefault: true, helpLinkUri: $"{Pages}{rule.Id}.md", customTags: Tags(rule));

    // Errors are about declarations that cannot be compiled; calls are the user's business.
    private static string[] Tags(Rule rule) => rule.Severity == DiagnosticSeverity.Error ? [WellKnownDiagnosticTags.NotConfigurable] : [];
}
