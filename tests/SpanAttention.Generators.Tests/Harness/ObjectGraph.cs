using System.Collections;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>Looks for objects of Roslyn's behind a value, field by field.</summary>
public static class ObjectGraph
{
    private static readonly Type[] Forbidden =
    [
        typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxTree), typeof(SyntaxReference), typeof(SemanticModel), typeof(Compilation), typeof(Location),
        typeof(AttributeData), typeof(Diagnostic), typeof(SourceText),
    ];

    /// <summary>The fields that lead to one, such as <c>Declaration.Location</c>; null where there is none.</summary>
    public static string? FindRoslynObject(object? value) =>
        value is null ? null : Find(value, value.GetType().Name, new HashSet<object>(ReferenceEqualityComparer.Instance));

    private static string? Find(object value, string path, HashSet<object> seen)
    {
        Type type = value.GetType();
        if (Forbidden.Any(forbidden => forbidden.IsAssignableFrom(type)))
        {
            return path;
        }

        if (type.IsPrimitive || type.IsEnum || type.IsPointer || value is string or Type || (!type.IsValueType && !seen.Add(value)))
        {
            return null;
        }

        return Children(value, type, path).Select(child => Find(child.Value, child.Path, seen)).FirstOrDefault(found => found is not null);
    }

    private static IEnumerable<(object Value, string Path)> Children(object value, Type type, string path)
    {
        IEnumerable<(object? Value, string Path)> children = value is Array array ? Elements(array, path) : Fields(value, type, path);
        return children.Where(child => child.Value is not null).Select(child => (child.Value!, child.Path));
    }

    private static IEnumerable<(object? Value, string Path)> Elements(IEnumerable array, string path) =>
        array.Cast<object?>().Select((element, index) => (element, $"{path}[{index}]"));

    private static IEnumerable<(object? Value, string Path)> Fields(object value, Type? type, string path)
    {
        for (; type is not null; type = type.BaseType)
        {
            foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                yield return (field.GetValue(value), $"{path}.{field.Name}");
            }
        }
    }
}
