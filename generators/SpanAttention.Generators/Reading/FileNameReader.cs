using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Reading;

/// <summary>Names what a type's emitted files begin with, such as <c>Game.Squad</c>. File names are compared without regard to case, and no two types may share one.</summary>
internal static class FileNameReader
{
    /// <summary>Nested types follow a plus, so that none shares a file with its container's kernel.</summary>
    public static string Read(INamedTypeSymbol type) =>
        type.ContainingType is { } container ? $"{Read(container)}+{Part(type)}" : string.Join(".", [.. Namespaces(type.ContainingNamespace), Part(type)]);

    private static IEnumerable<string> Namespaces(INamespaceSymbol last) =>
        last.IsGlobalNamespace ? [] : Namespaces(last.ContainingNamespace).Append(Part(last));

    /// <summary>The name, numbered where names beside it that differ in case only come first: <c>Game</c>, then <c>game-2</c>.</summary>
    private static string Part(INamespaceOrTypeSymbol symbol)
    {
        INamespaceOrTypeSymbol parent = (INamespaceOrTypeSymbol?)symbol.ContainingType ?? symbol.ContainingNamespace;
        int before = parent.GetMembers().OfType<INamespaceOrTypeSymbol>().Count(other => ComesBefore(other, symbol));
        return before == 0 ? symbol.Name : $"{symbol.Name}-{before + 1}";
    }

    // A type and a namespace of one name are an error of the user's, and two files all the same.
    private static bool ComesBefore(INamespaceOrTypeSymbol other, INamespaceOrTypeSymbol symbol) =>
        string.Equals(other.Name, symbol.Name, StringComparison.OrdinalIgnoreCase)
        && (other.Name == symbol.Name ? other.IsType && symbol.IsNamespace : string.CompareOrdinal(other.Name, symbol.Name) < 0);
}
