namespace SpanAttention.Generators.Members;

/// <summary>Several parameters.</summary>
internal static class ParameterList
{
    /// <summary>As arguments: <c>query, destination</c>.</summary>
    public static string Names(this IEnumerable<Parameter> parameters) => string.Join(", ", parameters.Select(static parameter => parameter.Name));
}
