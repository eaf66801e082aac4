using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using SpanAttention.Generators.Diagnostics;

namespace SpanAttention.Generators.Analyzers;

/// <summary>SPAT104: an array that is allocated in every pass of a loop, only to be written by a call that allocates nothing.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class AllocatedInLoopAnalyzer() : CallAnalyzer(AdviceRules.AllocatedInLoop)
{
    private protected override IEnumerable<CallFinding> Find(AttentionCall call)
    {
        if (LoopBody(call.Syntax) is not { } body)
        {
            yield break;
        }

        foreach (CallOperand operand in call.Operands.Where(static operand => operand.Parameter.IsOutput))
        {
            if (Allocation(operand.Expression, body, call.Semantics) is { } allocation)
            {
                yield return new(allocation, operand.Parameter.Name);
            }
        }
    }

    /// <summary>The body of the innermost loop of the same function.</summary>
    private static StatementSyntax? LoopBody(SyntaxNode call)
    {
        foreach (SyntaxNode node in call.Ancestors())
        {
            switch (node)
            {
                case ForStatementSyntax loop:
                    return loop.Statement;
                case CommonForEachStatementSyntax loop:
                    return loop.Statement;
                case WhileStatementSyntax loop:
                    return loop.Statement;
                case DoStatementSyntax loop:
                    return loop.Statement;
                case AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax or MemberDeclarationSyntax:
                    return null;
            }
        }

        return null;
    }

    private static ExpressionSyntax? Allocation(ExpressionSyntax expression, StatementSyntax body, SemanticModel semantics)
    {
        if (expression is ArrayCreationExpressionSyntax)
        {
            return expression;
        }

        ExpressionSyntax array = expression is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan" } method } ? method.Expression : expression;
        return semantics.GetSymbolInfo(array).Symbol is ILocalSymbol { DeclaringSyntaxReferences: [{ } reference] } local
            && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: ArrayCreationExpressionSyntax allocation } declarator
            && body.Contains(declarator)
            && !IsKept(local, body, semantics)
                ? allocation
                : null;
    }

    /// <summary>Tells whether the array itself goes anywhere, so that each pass needs its own.</summary>
    private static bool IsKept(ILocalSymbol local, StatementSyntax body, SemanticModel semantics) =>
        body.DescendantNodes().OfType<IdentifierNameSyntax>()
            .Where(identifier => identifier.Identifier.ValueText == local.Name)
            .Any(identifier => identifier.Parent switch
            {
                ElementAccessExpressionSyntax access => access.Expression != identifier,
                MemberAccessExpressionSyntax { Name.Identifier.ValueText: "AsSpan" or "Length" } => false,
                ForEachStatementSyntax => false,
                _ => semantics.GetTypeInfo(identifier).ConvertedType is not INamedTypeSymbol { Name: "Span" or "ReadOnlySpan" },
            });
}
