using System.Collections.Concurrent;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using SpanAttention.Generators.Members;
using SpanAttention.Generators.Reading;
using SpanAttention.Generators.Validation;

namespace SpanAttention.Generators.Analyzers;

/// <summary>Recognizes calls of emitted members; for one compilation, as it remembers the members of the types it has met.</summary>
internal sealed class CallReader
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, IReadOnlyList<Member>> membersOfTypes = new(SymbolEqualityComparer.Default);

    /// <summary>Null where the invoked method is no emitted member.</summary>
    public AttentionCall? Read(IInvocationOperation invocation)
    {
        IMethodSymbol method = invocation.TargetMethod;
        Member? member = membersOfTypes.GetOrAdd(method.ContainingType, Members).FirstOrDefault(member => IsMember(method, member));
        return member is null || invocation.SemanticModel is not { } semantics
            ? null
            : new(member, invocation.Syntax, semantics, [.. Operands(invocation, member, new ViewReader(semantics))], [.. Counts(invocation, member)]);
    }

    private static IReadOnlyList<Member> Members(INamedTypeSymbol type) =>
        DeclarationReader.Read(type) is { } declaration && DeclarationValidator.SpecOfCompiled(declaration) is { } spec ? MemberList.Of(spec, "") : [];

    private static bool IsMember(IMethodSymbol method, Member member) =>
        method.Name == member.Name
        && method.Parameters.Length == member.Parameters.Count
        && method.Parameters.Zip(member.Parameters, static (actual, emitted) =>
            actual.Name == emitted.Name && actual.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat) == emitted.Type).All(static same => same);

    private static IEnumerable<CallCount> Counts(IInvocationOperation invocation, Member member) =>
        from argument in invocation.Arguments
        where argument.Parameter is not null
        let parameter = member.Parameters[argument.Parameter!.Ordinal]
        where parameter.Counted is not null && argument.Value.ConstantValue.Value is int
        select new CallCount(parameter, argument.Value.Syntax, (int)argument.Value.ConstantValue.Value!);

    private static IEnumerable<CallOperand> Operands(IInvocationOperation invocation, Member member, ViewReader views) =>
        from argument in invocation.Arguments
        where argument.Parameter is not null && argument.Value.Syntax is ExpressionSyntax
        let parameter = member.Parameters[argument.Parameter!.Ordinal]
        where parameter.IsTensor
        let expression = (ExpressionSyntax)argument.Value.Syntax
        select new CallOperand(parameter, expression, views.Read(expression));
}
