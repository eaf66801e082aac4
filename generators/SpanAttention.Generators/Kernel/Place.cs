namespace SpanAttention.Generators.Kernel;

/// <summary>A place in memory: a reference to the first element of something, and an offset from there.</summary>
/// <param name="First">The variable that refers to the first element.</param>
/// <param name="Offset">Elements from there; <c>0</c> for none.</param>
internal sealed record Place(string First, string Offset)
{
    /// <summary>The arguments of a method that takes both.</summary>
    public string Arguments => $"ref {First}, {Offset}";

    /// <summary>A reference to it.</summary>
    /// <param name="at">The method that adds the offset; that of floats unless it is something else.</param>
    public string Reference(string at = "Floats.At") => Offset == "0" ? $"ref {First}" : $"ref {at}(ref {First}, {Offset})";
}
