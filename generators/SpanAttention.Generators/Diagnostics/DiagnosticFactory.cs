using Microsoft.CodeAnalysis;
using SpanAttention.Generators.Model;
using SpanAttention.Generators.Reading;

namespace SpanAttention.Generators.Diagnostics;

/// <summary>Turns findings into Roslyn's diagnostics and into plain messages.</summary>
internal static class DiagnosticFactory
{
    public static Diagnostic Create(Finding finding) =>
        Diagnostic.Create(Descriptors.For(finding.RuleId), LocationReader.ToRoslyn(finding.Location), [.. finding.MessageArguments]);

    /// <summary>Id and message, as the members of a refused type throw it.</summary>
    public static string Message(Finding finding)
    {
        Rule rule = Rules.All.First(rule => rule.Id == finding.RuleId);
        return $"{rule.Id}: {string.Format(rule.Message, [.. finding.MessageArguments])}.";
    }
}
