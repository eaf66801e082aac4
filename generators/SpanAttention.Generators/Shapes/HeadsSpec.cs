using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Shapes;

/// <summary>The attention of a layer that learns, as it takes the rows of its tape: queries, keys and values of one sequence, token by token, however many there are.</summary>
internal static class HeadsSpec
{
    private const string Part = "Heads";

    /// <param name="layer">The layer.</param>
    public static AttentionSpec Of(AttentionSpec layer) => layer with
    {
        Kind = DeclarationKind.Attention,
        Type = TypeOf(layer),
        QueryLength = 0,
        KeyLength = 0,
        Layer = null,
        Bases = default,
    };

    /// <summary>The type whose kernel holds it.</summary>
    public static DeclaredType TypeOf(AttentionSpec layer) => layer.Type with { Part = layer.Type.Part + Part, FileName = $"{layer.Type.FileName}-{Part}" };
}
