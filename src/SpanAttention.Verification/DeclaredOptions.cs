using System.Globalization;
using System.Reflection;

namespace SpanAttention.Verification;

/// <summary>Reads a shape from the attribute that declares it, property by property: one that the shape does not have must be left at its default.</summary>
internal static class DeclaredOptions
{
    /// <summary>Writes the attribute's properties to those of the same name.</summary>
    /// <param name="attribute">The declaration.</param>
    /// <param name="shape">What is written to.</param>
    /// <param name="elsewhere">Properties that the caller reads himself.</param>
    /// <exception cref="ArgumentException">A property is declared that the shape does not have.</exception>
    public static void Copy<TAttribute>(TAttribute attribute, object shape, params string[] elsewhere)
        where TAttribute : Attribute, new()
    {
        TAttribute defaults = new();
        foreach (PropertyInfo option in typeof(TAttribute).GetProperties(BindingFlags.Instance | BindingFlags.Public | BindingFlags.DeclaredOnly).Where(option => option.CanWrite && !elsewhere.Contains(option.Name)))
        {
            object? value = option.GetValue(attribute);
            if (shape.GetType().GetProperty(option.Name) is { CanWrite: true } known && known.PropertyType == option.PropertyType)
            {
                known.SetValue(shape, value);
            }
            else if (!Equals(value, option.GetValue(defaults)))
            {
                throw new ArgumentException(
                    $"[{typeof(TAttribute).Name[..^nameof(Attribute).Length]}] declares {option.Name} = {Text(value)}, of which {nameof(Verification)} knows nothing; verify the declaration without it.", nameof(attribute));
            }
        }
    }

    /// <summary>A value as the attribute's argument would give it.</summary>
    public static string Text(object? value) => value switch
    {
        bool truth => truth ? "true" : "false",
        Enum name => $"{name.GetType().Name}.{name}",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };
}
