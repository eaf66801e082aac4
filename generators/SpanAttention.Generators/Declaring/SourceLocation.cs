namespace SpanAttention.Generators.Declaring;

/// <summary>A place in a source file, as plain numbers: safe to keep in the pipeline and equal by value.</summary>
internal sealed record SourceLocation(string Path, int Start, int Length, int StartLine, int StartCharacter, int EndLine, int EndCharacter)
{
    /// <summary>Of what stands in no source file.</summary>
    public static readonly SourceLocation None = new("", 0, 0, 0, 0, 0, 0);
}
