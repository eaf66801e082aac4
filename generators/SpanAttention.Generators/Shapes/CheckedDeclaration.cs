using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Shapes;

/// <summary>A declaration's spec and what is wrong with it.</summary>
/// <param name="Spec">With all defaults applied.</param>
/// <param name="Findings">Empty where the declaration is right.</param>
/// <param name="CanBeJoined">Whether a second part of the type can be emitted.</param>
internal sealed record CheckedDeclaration(DeclaredSpec Spec, EquatableArray<Finding> Findings, bool CanBeJoined);
