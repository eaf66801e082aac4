using Microsoft.CodeAnalysis;
using SpanAttention.Generators.Members;

namespace SpanAttention.Generators.Analyzers;

/// <summary>A call of an emitted member.</summary>
/// <param name="Member">The member.</param>
/// <param name="Syntax">The call.</param>
/// <param name="Semantics">What the compiler knows about the file.</param>
/// <param name="Operands">The tensors that it is given.</param>
/// <param name="Counts">The constant counts that it is given.</param>
internal sealed record AttentionCall(Member Member, SyntaxNode Syntax, SemanticModel Semantics, IReadOnlyList<CallOperand> Operands, IReadOnlyList<CallCount> Counts)
{
    public CallOperand? Find(string parameter) => Operands.FirstOrDefault(operand => operand.Parameter.Name == parameter);
}
