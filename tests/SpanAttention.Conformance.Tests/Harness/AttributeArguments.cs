using System.Globalization;
using System.Reflection;
using System.Text.RegularExpressions;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>
/// The arguments of an attribute, one for each of its properties that is declared. The properties come from the attribute itself: one that no declaration has is refused by name,
/// as no reference would know what it means.
/// </summary>
public static partial class AttributeArguments
{
    // What declarations call otherwise than attributes do, where a scale that follows from the shape has the shorter name.
    private const string Declared = "Declared";
    private const string Has = "Has";

    /// <summary>All properties of an attribute in the order of its source, such as HeadDim.</summary>
    public static IReadOnlyList<PropertyInfo> Properties(Type attribute) =>
        [.. attribute.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).OrderBy(static property => property.MetadataToken)];

    /// <summary>The names of those that written arguments declare.</summary>
    public static IEnumerable<string> Names(string arguments) => Argument().Matches(arguments).Select(static match => match.Groups[1].Value);

    /// <summary>Arguments such as <c>HeadDim = 3, Causal = true</c>.</summary>
    /// <param name="attribute">The attribute.</param>
    /// <param name="declarations">Records whose properties have the names of the attribute's; null, false and the first of an enum are not written.</param>
    /// <param name="otherwise">Values that follow from others: null is not written, all else is.</param>
    public static string Write(Type attribute, object[] declarations, params (string Property, object? Value)[] otherwise)
    {
        IReadOnlyList<PropertyInfo> properties = Properties(attribute);
        (string Name, string? Text)[] known = [.. otherwise.Select(static value => (value.Property, Text(value.Value))), .. declarations.SelectMany(declaration => Known(attribute, declaration))];
        Refuse(properties.Select(static property => property.Name).Except(known.Select(static argument => argument.Name)), $"{attribute.Name} has {{0}}, which {Types(declarations)} does not know; nor does any reference.");
        Refuse(known.Select(static argument => argument.Name).Except(properties.Select(static property => property.Name)), $"{Types(declarations)} has {{0}}, which {attribute.Name} does not know.");
        return string.Join(", ", properties.Select(property => known.First(argument => argument.Name == property.Name)).Where(static argument => argument.Text is not null).Select(static argument => $"{argument.Name} = {argument.Text}"));
    }

    private static IEnumerable<(string Name, string? Text)> Known(Type attribute, object declaration) =>
        from property in declaration.GetType().GetProperties()
        let nullable = Nullable.GetUnderlyingType(property.PropertyType)
        where property.CanWrite && property.PropertyType.IsValueType
        let value = property.GetValue(declaration)
        let name = NameIn(attribute, property.Name)
        select (name, nullable is null && Equals(value, attribute.GetProperty(name)?.GetValue(Activator.CreateInstance(attribute))) ? null : Text(value));

    private static string NameIn(Type attribute, string name) =>
        new[] { name, Without(name, Declared), Without(name, Has) }.FirstOrDefault(candidate => attribute.GetProperty(candidate) is not null) ?? name;

    private static string Without(string name, string prefix) => name.StartsWith(prefix, StringComparison.Ordinal) ? name[prefix.Length..] : name;

    private static string? Text(object? value) => value switch
    {
        null => null,
        bool flag => flag ? "true" : "false",
        Enum name => $"{name.GetType().Name}.{name}",
        double number => number.ToString("R", CultureInfo.InvariantCulture),
        int number => number.ToString(CultureInfo.InvariantCulture),
        _ => throw new NotSupportedException($"An argument of type {value.GetType().Name} is not written."),
    };

    private static void Refuse(IEnumerable<string> names, string words)
    {
        if (names.FirstOrDefault() is { } name)
        {
            throw new InvalidOperationException(string.Format(CultureInfo.InvariantCulture, words, name));
        }
    }

    private static string Types(object[] declarations) => string.Join(", ", declarations.Select(static declaration => declaration.GetType().Name));

    [GeneratedRegex(@"(\w+) = ")]
    private static partial Regex Argument();
}
