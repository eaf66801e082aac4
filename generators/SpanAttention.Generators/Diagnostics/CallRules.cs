using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Diagnostics;

/// <summary>All rules for calls of emitted members, in the order of their ids. Analyzers report them; each is a class in <c>Analyzers/</c> and a page <c>Diagnostics/SPAT###.md</c>.</summary>
internal static class CallRules
{
    public static readonly Rule WrongLength = new("SPAT101", "A span has the wrong length", "{0}") { Severity = DiagnosticSeverity.Warning };
    public static readonly Rule Swapped = new("SPAT102", "Query, key and value are swapped", "{0} is passed as {1}, and {2} as {3}; they look swapped") { Severity = DiagnosticSeverity.Warning };
    public static readonly Rule Aliased = new("SPAT103", "A result is written over an input", "{0} and {1} share the memory of {2}; what is written must not overlap an input or another result") { Severity = DiagnosticSeverity.Warning };
    public static readonly Rule AllocatedInLoop = new("SPAT104", "A destination is allocated in a loop", "{0} is allocated again in every pass of the loop; allocate it once before the loop, or on the stack") { Severity = DiagnosticSeverity.Info };
    public static readonly Rule CountOutOfRange = new("SPAT106", "A count is out of its range", "{0} is {1}; it counts {2}") { Severity = DiagnosticSeverity.Warning };

    public static readonly IReadOnlyList<Rule> All = [WrongLength, Swapped, Aliased, AllocatedInLoop, CountOutOfRange];
}
