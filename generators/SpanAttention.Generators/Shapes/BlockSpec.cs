using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Shapes;

/// <summary>The declared transformer block with all defaults applied: its parts, and what is around them.</summary>
/// <param name="Type">The declared type.</param>
/// <param name="Attention">The attention layer.</param>
/// <param name="CrossAttention">The layer behind it that attends to a context; null without.</param>
/// <param name="FeedForward">The feed-forward layer.</param>
/// <param name="Norms">The norms.</param>
/// <param name="Parallel">Whether both parts read the same stream.</param>
/// <param name="ResidualScale">Factor of what a part adds to the stream.</param>
internal sealed record BlockSpec(DeclaredType Type, AttentionSpec Attention, AttentionSpec? CrossAttention, PerceptronSpec FeedForward, BlockNorms Norms, bool Parallel, double ResidualScale)
    : DeclaredSpec(DeclarationKind.TransformerBlock, Type)
{
    /// <summary>Calls may be shared among threads.</summary>
    public bool SharesTokens => Attention.TakesSequences;

    /// <summary>The parts in the order of the stream.</summary>
    public IReadOnlyList<BlockPart> Parts =>
        CrossAttention is null ? [new("Attention", Attention), new("FeedForward", FeedForward)] : [new("Attention", Attention), new("CrossAttention", CrossAttention), new("FeedForward", FeedForward)];

    /// <summary>Floats of a token of the stream.</summary>
    public int InputDim => Attention.Layer!.InputDim;

    /// <summary>The norms' own tensors; those of the parts are theirs.</summary>
    public override IReadOnlyList<WeightTensor> Weights => [.. Parts.SelectMany(part => Norms.Of(part.Name)).SelectMany(Tensors)];

    /// <inheritdoc/>
    public override IReadOnlyList<PackedTensor> Packed =>
        [.. Weights.Where(static tensor => tensor.Declared).Select(static tensor => new PackedTensor(tensor.Name, tensor, 0, tensor.Outputs, 0))];

    private IEnumerable<WeightTensor> Tensors(string norm) =>
    [
        new(norm, true, "", InputDim, 0) { Word = "input dim" },
        new(norm + "Bias", Norms.Bias, Norms.RootMeanSquare ? "Norm" : "NormBias", InputDim, 0) { Word = "input dim" },
    ];
}
