using SpanAttention.Mutations.Mutants;

namespace SpanAttention.Mutations.Running;

/// <summary>A mutant and what became of it, in which setting at last.</summary>
internal sealed record MutantResult(Mutant Mutant, Verdict Verdict, Setting Setting);
