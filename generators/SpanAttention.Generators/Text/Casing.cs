namespace SpanAttention.Generators.Text;

/// <summary>The first letter of a name, by which C# tells parameters from members.</summary>
internal static class Casing
{
    /// <summary>The name of a parameter or variable: <c>queryBias</c>.</summary>
    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>The name of a member: <c>QueryBias</c>.</summary>
    public static string Pascal(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
