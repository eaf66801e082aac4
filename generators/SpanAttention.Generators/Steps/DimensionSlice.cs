using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Steps;

/// <summary>Dimensions that one vector of lanes goes over: how they are loaded, and how sums are added to gradients that lie as they do.</summary>
/// <param name="Slice">The dimensions, and the vector.</param>
internal sealed record DimensionSlice(GradientSlice Slice)
{
    /// <summary>The register type.</summary>
    public string Type => Slice.Width.Type;

    /// <summary>The type of our operations on it.</summary>
    public string Operations => Slice.Width.Operations;

    /// <summary>The vector of some dimensions.</summary>
    public string Load(string tensor, string offset) => Slice.Part == 0 ? $"{Operations}.Load(ref {tensor}, {offset})" : $"{Operations}.LoadPart(ref {tensor}, {offset}, {Slice.Part})";

    /// <summary>The statement that adds a vector of sums to gradients.</summary>
    public string AddTo(string gradient, string offset, string sum) => Slice.Part == 0
        ? $"{Operations}.EndGradient1(ref {gradient}, {offset}, adds: true, ends: false, factor: 1, {sum});"
        : $"{Operations}.EndGradientPart(ref {gradient}, {offset}, adds: true, ends: false, factor: 1, {sum}, {Slice.Part});";

    /// <summary>Writes loops over x, from dimension to dimension: whole vectors of a width, then narrower ones.</summary>
    /// <param name="code">What is written to.</param>
    /// <param name="width">The widest vectors.</param>
    /// <param name="dims">The dimensions.</param>
    /// <param name="name">The constant that counts them.</param>
    /// <param name="writeSlice">Writes the body of a loop.</param>
    public static void WriteAll(CodeWriter code, VectorWidth width, int dims, string name, Action<DimensionSlice> writeSlice)
    {
        foreach (GradientSlice slice in GradientSlice.Of(width, dims, mostVectors: 1))
        {
            if (slice.Start > 0)
            {
                code.Line();
            }

            using (code.Block($"for (int x = {slice.Start}; x < {(slice.End == dims ? name : slice.End)}; x += {slice.Dims})"))
            {
                writeSlice(new(slice));
            }
        }
    }

    /// <summary>Writes that a pair is passed over which the mask leaves out, where there is one: nothing of it is read.</summary>
    public static void WritePass(CodeWriter code, AttentionSpec spec, string weight)
    {
        if (!spec.HasPairs)
        {
            return;
        }

        using (code.Block($"if (KeyGradients.IsLeftOut({weight}))"))
        {
            code.Line("continue;");
        }

        code.Line();
    }

    /// <summary>The end of an equation, which says so.</summary>
    public static string Passes(AttentionSpec spec) => spec.HasPairs ? "; pairs of weight −0 are left out" : "";
}
