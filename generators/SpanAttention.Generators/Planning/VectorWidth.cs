using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Planning;

/// <summary>A vector register as emitted code spells it.</summary>
internal sealed record VectorWidth(int Bits)
{
    /// <summary>All widths, widest first: the order in which emitted code asks for them.</summary>
    public static readonly IReadOnlyList<VectorWidth> All = [new(512), new(256), new(128)];

    /// <summary>The widths that the project asks for, widest first; all where it names none.</summary>
    public static IReadOnlyList<VectorWidth> Of(CompilationFacts facts) =>
        facts.VectorWidths.Count == 0 ? All : [.. All.Where(width => facts.VectorWidths.Contains(width.Name))];

    /// <summary>The width as a project names it, <c>512</c>.</summary>
    public string Name => $"{Bits}";

    /// <summary>Floats in a register: query rows that it carries.</summary>
    public int Lanes => Bits / 32;

    /// <summary>The static class, <c>Vector512</c>.</summary>
    public string Class => $"Vector{Bits}";

    /// <summary>The type of our operations on it, <c>Lanes512</c>.</summary>
    public string Operations => $"Lanes{Bits}";

    /// <summary>The register type, <c>Vector512&lt;float&gt;</c>.</summary>
    public string Type => $"Vector{Bits}<float>";
}
