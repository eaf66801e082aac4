using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Generators.Analyzers;

/// <summary>Reads what an expression of one file shows about the span it is: allocations, slices, and variables that are assigned once.</summary>
internal sealed class ViewReader(SemanticModel semantics)
{
    public SpanView Read(ExpressionSyntax expression) => expression switch
    {
        ParenthesizedExpressionSyntax parenthesized => Read(parenthesized.Expression),
        CastExpressionSyntax cast => Read(cast.Expression),
        ArrayCreationExpressionSyntax creation => SpanView.Created(Length(creation.Type, creation.Initializer)),
        StackAllocArrayCreationExpressionSyntax { Type: ArrayTypeSyntax type } creation => SpanView.Created(Length(type, creation.Initializer)),
        ImplicitArrayCreationExpressionSyntax creation => SpanView.Created(creation.Initializer.Expressions.Count),
        ImplicitStackAllocArrayCreationExpressionSyntax creation => SpanView.Created(creation.Initializer.Expressions.Count),
        InitializerExpressionSyntax initializer => SpanView.Created(initializer.Expressions.Count),
        CollectionExpressionSyntax collection => SpanView.Created(collection.Elements.All(static element => element is ExpressionElementSyntax) ? collection.Elements.Count : null),
        ElementAccessExpressionSyntax { ArgumentList.Arguments: [{ Expression: RangeExpressionSyntax range }] } access => SliceOf(access, range),
        InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax method } invocation => Slice(method, invocation),
        IdentifierNameSyntax or MemberAccessExpressionSyntax => ReadVariable(expression),
        _ => SpanView.Unknown,
    };

    // A range of an array is a copy of it.
    private SpanView SliceOf(ElementAccessExpressionSyntax access, RangeExpressionSyntax range)
    {
        SpanView slice = Slice(Read(access.Expression), range);
        return semantics.GetTypeInfo(access.Expression).Type is IArrayTypeSymbol ? SpanView.Created(slice.Length) : slice;
    }

    private int? Length(ArrayTypeSyntax type, InitializerExpressionSyntax? initializer) =>
        initializer is not null ? initializer.Expressions.Count
        : type.RankSpecifiers is [{ Sizes: [{ } size] }] ? Constant(size)
        : null;

    private SpanView Slice(MemberAccessExpressionSyntax method, InvocationExpressionSyntax invocation)
    {
        if (method.Name.Identifier.ValueText is not ("AsSpan" or "Slice") || semantics.GetSymbolInfo(invocation).Symbol?.ContainingNamespace?.ToDisplayString() != "System")
        {
            return SpanView.Unknown;
        }

        SpanView whole = Read(method.Expression);
        return invocation.ArgumentList.Arguments switch
        {
            [] => whole,
            [{ Expression: RangeExpressionSyntax range }] => Slice(whole, range),
            [{ } start] => whole.Slice(Constant(start.Expression), whole.Length - Constant(start.Expression)),
            [{ } start, { } length] => whole.Slice(Constant(start.Expression), Constant(length.Expression)),
            _ => SpanView.Unknown,
        };
    }

    private SpanView Slice(SpanView whole, RangeExpressionSyntax range)
    {
        int? start = range.LeftOperand is null ? 0 : Index(range.LeftOperand, whole.Length);
        int? end = range.RightOperand is null ? whole.Length : Index(range.RightOperand, whole.Length);
        return whole.Slice(start, end - start);
    }

    private int? Index(ExpressionSyntax index, int? length) =>
        index is PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.IndexExpression } fromEnd ? length - Constant(fromEnd.Operand) : Constant(index);

    private int? Constant(ExpressionSyntax expression) => semantics.GetConstantValue(expression).Value is int value ? value : null;

    private SpanView ReadVariable(ExpressionSyntax expression)
    {
        if (semantics.GetSymbolInfo(expression).Symbol is not { } variable || !IsOneVariable(variable, expression))
        {
            return SpanView.Unknown;
        }

        SpanView assigned = AssignedOnce(variable) is { } value ? Read(value) : SpanView.Unknown;
        return assigned.Root is null ? new(variable, 0, assigned.Length) : assigned;
    }

    // A field of some other object may be that of another instance each time.
    private static bool IsOneVariable(ISymbol variable, ExpressionSyntax expression) => variable switch
    {
        ILocalSymbol or IParameterSymbol => true,
        IFieldSymbol field => field.IsStatic || expression is IdentifierNameSyntax or MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax },
        _ => false,
    };

    /// <summary>The only value that a variable ever has, where it stands in this file.</summary>
    private ExpressionSyntax? AssignedOnce(ISymbol variable) =>
        variable.DeclaringSyntaxReferences is [{ } reference]
        && reference.SyntaxTree == semantics.SyntaxTree
        && reference.GetSyntax() is VariableDeclaratorSyntax { Initializer.Value: { } value } declarator
        && (variable is IFieldSymbol { IsReadOnly: true } or ILocalSymbol && !IsAssigned(Scope(declarator), variable.Name))
            ? value
            : null;

    private static SyntaxNode Scope(VariableDeclaratorSyntax declarator) =>
        declarator.Ancestors().First(static node => node is CompilationUnitSyntax or (MemberDeclarationSyntax and not GlobalStatementSyntax));

    // By name alone: another variable of that name costs a finding, never a wrong one.
    private static bool IsAssigned(SyntaxNode scope, string name) =>
        scope.DescendantNodes().OfType<IdentifierNameSyntax>().Any(identifier => identifier.Identifier.ValueText == name && identifier.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == identifier,
            ArgumentSyntax { RefKindKeyword.RawKind: (int)SyntaxKind.RefKeyword or (int)SyntaxKind.OutKeyword } => true,
            ArgumentSyntax { Parent: TupleExpressionSyntax { Parent: AssignmentExpressionSyntax assignment } tuple } => assignment.Left == tuple,
            RefExpressionSyntax => true,
            _ => false,
        });
}
