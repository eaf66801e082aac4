using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Diagnostics;

/// <summary>One rule for declarations or calls.</summary>
/// <param name="Id">SPAT and three digits; the page has the same name.</param>
/// <param name="Title">The rule in a few words.</param>
/// <param name="Message">What is wrong and what would be right; {0} and on are filled in by the finding.</param>
internal sealed record Rule(string Id, string Title, string Message)
{
    /// <summary>An error that cannot be turned off, unless the rule says otherwise.</summary>
    public DiagnosticSeverity Severity { get; init; } = DiagnosticSeverity.Error;
}
