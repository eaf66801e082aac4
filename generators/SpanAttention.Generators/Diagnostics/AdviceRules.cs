using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Diagnostics;

/// <summary>Advice on calls of emitted members and on declarations that are right, in the order of its ids. Analyzers give it; each is a class in <c>Analyzers/</c> and a page <c>Diagnostics/SPAT###.md</c>.</summary>
internal static class AdviceRules
{
    public static readonly Rule WrongLength = new("SPAT101", "A span has the wrong length", "{0}") { Severity = DiagnosticSeverity.Warning };
    public static readonly Rule Swapped = new("SPAT102", "Query, key and value are swapped", "{0} is passed as {1}, and {2} as {3}; they look swapped") { Severity = DiagnosticSeverity.Warning };
    public static readonly Rule Aliased = new("SPAT103", "A result is written over an input", "{0} and {1} share the memory of {2}; what is written must not overlap an input or another result") { Severity = DiagnosticSeverity.Warning };
    public static readonly Rule AllocatedInLoop = new("SPAT104", "A destination is allocated in a loop", "{0} is allocated again in every pass of the loop; allocate it once before the loop, or on the stack") { Severity = DiagnosticSeverity.Info };
    public static readonly Rule CountOutOfRange = new("SPAT106", "A count is out of its range", "{0} is {1}; it counts {2}") { Severity = DiagnosticSeverity.Warning };
    public static readonly Rule IdleAlignment = new("SPAT107", "An alignment that aligns nothing", "Alignment is TopLeft, but every query sees every key whatever its position; declare Causal = true, a window or Alibi, or leave Alignment out") { Severity = DiagnosticSeverity.Warning };

    public static readonly IReadOnlyList<Rule> All = [WrongLength, Swapped, Aliased, AllocatedInLoop, CountOutOfRange, IdleAlignment];
}
