using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Outcome of a declaration: a plan, or the words of its refusal.</summary>
/// <param name="Spec">What is declared.</param>
/// <param name="Facts">Facts of the compilation.</param>
/// <param name="Plan">How it is computed; null where the declaration is wrong.</param>
/// <param name="Refusal">What its members say when called, where the declaration is wrong.</param>
/// <param name="Taken">Names of its members that the user has given to something else, so that they cannot be emitted.</param>
internal sealed record CompiledDeclaration(DeclaredSpec Spec, CompilationFacts Facts, DeclaredPlan? Plan, string Refusal, EquatableArray<string> Taken)
{
    /// <summary>Stands for the constructor among taken names.</summary>
    public const string Constructor = ".ctor";
}
