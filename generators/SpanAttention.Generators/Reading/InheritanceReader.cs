using Microsoft.CodeAnalysis;
using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Reading;

/// <summary>Reads what a type inherits, which emitted members may hide.</summary>
internal static class InheritanceReader
{
    /// <summary>Members of base classes that the type sees: by name, methods with the types of their parameters.</summary>
    public static EquatableArray<string> ReadMembers(INamedTypeSymbol type, Compilation compilation) =>
        new(Bases(type).SelectMany(static baseType => baseType.GetMembers())
            .Where(member => compilation.IsSymbolAccessibleWithin(member, type))
            .Select(Describe)
            .OfType<string>()
            .Distinct()
            .OrderBy(static name => name, StringComparer.Ordinal));

    /// <summary>Base classes that declare attention, nearest first, in this project, where what is emitted for them is not among their members yet.</summary>
    public static EquatableArray<Declaration> ReadDeclarations(INamedTypeSymbol type) =>
        new(Bases(type)
            .Where(baseType => SymbolEqualityComparer.Default.Equals(baseType.ContainingAssembly, type.ContainingAssembly))
            .Select(DeclarationReader.Read)
            .OfType<Declaration>());

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? baseType = type.BaseType; baseType is { SpecialType: SpecialType.None }; baseType = baseType.BaseType)
        {
            yield return baseType;
        }
    }

    // What has type parameters is hidden by its like only.
    private static string? Describe(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Ordinary, IsGenericMethod: false } method => TypeReader.Signature(method),
        IMethodSymbol or INamedTypeSymbol { Arity: > 0 } or { CanBeReferencedByName: false } => null,
        _ => member.Name,
    };
}
