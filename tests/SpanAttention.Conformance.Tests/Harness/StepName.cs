using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Names of places in code: a member without the width of its vectors, as <c>ScoreTile</c> for <c>ScoreTile256</c>; one of a primitive with its class, as <c>RowSoftmax.Next</c>.</summary>
public static partial class StepName
{
    /// <summary>The name of the place that a node is in; null outside members.</summary>
    public static string? Of(SyntaxNode node) => WithWidth(node) is { } name ? WithoutWidth(name) : null;

    /// <summary>The same as it stands there, <c>ScoreTile256</c>.</summary>
    public static string? WithWidth(SyntaxNode node) => MemberOf(node) is not { } member ? null
        : IsOfPrimitive(member) ? $"{((TypeDeclarationSyntax)member.Parent!).Identifier.Text}.{Identifier(member)}"
        : Identifier(member);

    /// <summary>The field, method, property or constructor that a node is in.</summary>
    public static MemberDeclarationSyntax? MemberOf(SyntaxNode node) =>
        node.FirstAncestorOrSelf<MemberDeclarationSyntax>(static member => member is not (BaseNamespaceDeclarationSyntax or BaseTypeDeclarationSyntax));

    /// <summary>The member's own name.</summary>
    public static string Identifier(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        ConstructorDeclarationSyntax constructor => constructor.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        BaseFieldDeclarationSyntax field => field.Declaration.Variables[0].Identifier.Text,
        _ => member.Kind().ToString(),
    };

    /// <summary>A text that is the same for every vector width, on one line: <c>Lanes.Load</c> for <c>Lanes256.Load</c>.</summary>
    public static string WithoutWidth(string text) => Blanks().Replace(Widths().Replace(text, ""), " ");

    private static bool IsOfPrimitive(MemberDeclarationSyntax member) =>
        member.FirstAncestorOrSelf<BaseNamespaceDeclarationSyntax>()?.Name.ToString() == PrimitiveSources.Namespace;

    [GeneratedRegex(@"(?<=[A-Za-z])(512|256|128)(?![0-9])")]
    private static partial Regex Widths();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();
}
