using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Reading;

/// <summary>Reads the declared type: its name for the emitted part, and the facts that rules ask about.</summary>
internal static class TypeReader
{
    public static DeclaredType ReadName(INamedTypeSymbol type) =>
        new(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(),
            new(Containers(type).Select(static container => $"{Keyword(container)} {SourceName(container)}")),
            Keyword(type),
            SourceName(type),
            FileNameReader.Read(type),
            !type.IsStatic && !type.IsRefLikeType);

    public static TypeFacts ReadFacts(INamedTypeSymbol type)
    {
        INamedTypeSymbol[] all = [.. Containers(type), type];
        return new(
            IsPartial(type),
            Containers(type).FirstOrDefault(static container => !IsPartial(container))?.Name,
            all.FirstOrDefault(static candidate => candidate.IsGenericType && candidate.TypeParameters.Length > 0)?.Name,
            all.Any(static candidate => candidate.IsFileLocal),
            type.IsStatic,
            type is { TypeKind: TypeKind.Class, IsSealed: true, IsStatic: false, IsRecord: false },
            type.BaseType is { SpecialType: SpecialType.None } baseType && type.TypeKind == TypeKind.Class ? baseType.Name : null,
            type.InstanceConstructors.Any(static constructor => !constructor.IsImplicitlyDeclared),
            new(MemberNames(type)),
            new(MethodNames(type)),
            new(MethodSignatures(type)),
            new(AttentionAttributes(type)))
        {
            IsBlock = AttentionAttributes(type).Contains(AttributeNames.Of(DeclarationKind.TransformerBlock)),
            IsCross = AttentionAttributes(type).Contains(AttributeNames.Of(DeclarationKind.CrossAttention)),
        };
    }

    private static IEnumerable<INamedTypeSymbol> Containers(INamedTypeSymbol type)
    {
        Stack<INamedTypeSymbol> containers = new();
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            containers.Push(container);
        }

        return containers;
    }

    private static string SourceName(INamedTypeSymbol type) =>
        SyntaxFacts.GetKeywordKind(type.Name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(type.Name) == SyntaxKind.None ? type.Name : "@" + type.Name;

    private static string Keyword(INamedTypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Struct => type.IsRecord ? "record struct" : "struct",
        TypeKind.Interface => "interface",
        _ => type.IsRecord ? "record" : "class",
    };

    // Top-level statements are a part of Program too, which is the file itself and says nothing of being partial.
    private static bool IsPartial(INamedTypeSymbol type) =>
        type.DeclaringSyntaxReferences.All(static reference => reference.GetSyntax() is CompilationUnitSyntax
            || (reference.GetSyntax() is TypeDeclarationSyntax syntax && syntax.Modifiers.Any(SyntaxKind.PartialKeyword)));

    private static IEnumerable<string> MemberNames(INamedTypeSymbol type) =>
        type.GetMembers().Where(static member => member is not IMethodSymbol && member.CanBeReferencedByName).Select(static member => member.Name)
            .Concat([type.Name])
            .Distinct()
            .OrderBy(static name => name, StringComparer.Ordinal);

    private static IEnumerable<string> MethodNames(INamedTypeSymbol type) =>
        Methods(type).Select(static method => method.Name)
            .Distinct()
            .OrderBy(static name => name, StringComparer.Ordinal);

    // What may stand beside an emitted method: others in number, types or passing of parameters, or in type parameters, are overloads.
    private static IEnumerable<string> MethodSignatures(INamedTypeSymbol type) =>
        Methods(type).Where(static method => !method.IsGenericMethod)
            .Select(Signature)
            .OrderBy(static signature => signature, StringComparer.Ordinal);

    /// <summary>The name and the types of the parameters: <c>Forward(int, float)</c>.</summary>
    public static string Signature(IMethodSymbol method) => $"{method.Name}({string.Join(", ", method.Parameters.Select(ParameterType))})";

    private static string ParameterType(IParameterSymbol parameter) =>
        (parameter.RefKind == RefKind.None ? "" : "ref ") + parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat);

    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol type) =>
        type.GetMembers().OfType<IMethodSymbol>().Where(static method => method is { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false });

    private static IEnumerable<string> AttentionAttributes(INamedTypeSymbol type) =>
        type.GetAttributes().Select(static attribute => attribute.AttributeClass?.ToDisplayString() ?? "").Where(static name => AttributeNames.All.Any(known => known.MetadataName == name));
}
