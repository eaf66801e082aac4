using SpanAttention.Mutations.Mutants;

namespace SpanAttention.Mutations.Running;

/// <summary>A mutant and what became of it, at last in which setting.</summary>
internal sealed record MutantResult(Mutant Mutant, Verdict Verdict, Setting Setting);
