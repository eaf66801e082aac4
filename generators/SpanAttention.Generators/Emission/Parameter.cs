namespace SpanAttention.Generators.Emission;

/// <summary>A parameter: its type and name, and its shape and meaning in words.</summary>
internal sealed record Parameter(string Type, string Name, string Documentation)
{
    public const string Input = "global::System.ReadOnlySpan<float>";
    public const string Flags = "global::System.ReadOnlySpan<bool>";
    public const string Output = "global::System.Span<float>";
    public const string OutputMemory = "global::System.Memory<float>";

    /// <summary>A length as documentation shows it: the number where it is declared, else the word.</summary>
    public static string Length(int declared, string word) => declared > 0 ? $"{declared}" : word;
}
