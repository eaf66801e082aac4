using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Reading;

namespace SpanAttention.Generators.Diagnostics;

/// <summary>Turns findings into Roslyn's diagnostics and into plain messages.</summary>
internal static class DiagnosticFactory
{
    public static Diagnostic Create(Finding finding) =>
        Diagnostic.Create(Descriptors.For(finding.RuleId), LocationReader.ToRoslyn(finding.Location), Properties(finding), [.. finding.MessageArguments]);

    /// <summary>The key under which a diagnostic carries what fills its message, for code fixes.</summary>
    public static string ArgumentKey(int index) => $"Argument{index}";

    /// <summary>Id and message, as the members of a refused type throw it.</summary>
    public static string Message(Finding finding)
    {
        Rule rule = Rules.All.First(rule => rule.Id == finding.RuleId);
        return $"{rule.Id}: {string.Format(rule.Message, [.. finding.MessageArguments])}.";
    }

    private static ImmutableDictionary<string, string?> Properties(Finding finding) =>
        finding.MessageArguments.Select(static (argument, index) => new KeyValuePair<string, string?>(ArgumentKey(index), argument)).ToImmutableDictionary();
}
