using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of a linear or feed-forward layer: tokens are rows, and go through the weights block by block.</summary>
/// <param name="Spec">What is declared.</param>
/// <param name="Facts">Facts of the compilation.</param>
/// <param name="Tiles">Vector widths, widest first.</param>
/// <param name="Projection">The register tiles.</param>
/// <param name="TokenBlock">Tokens that share one reading of the weights.</param>
/// <param name="UnitChunk">The part of hidden units, or of a linear layer's outputs, that is in memory at once; null for all of them.</param>
internal sealed record PerceptronPlan(
    PerceptronSpec Spec,
    CompilationFacts Facts,
    EquatableArray<TilePlan> Tiles,
    ProjectionPlan Projection,
    int TokenBlock,
    Chunk? UnitChunk) : DeclaredPlan(Facts, Tiles)
{
    /// <summary>Tells whether calls may be shared among threads; those of a block's part are where the block's are.</summary>
    public bool SharesTokens { get; init; } = true;

    /// <inheritdoc/>
    public override DeclaredSpec Declared => Spec;

    /// <summary>Plan of gradients; null where none are asked for.</summary>
    public PerceptronBackwardPlan? Backward { get; init; }

    /// <inheritdoc/>
    public override IReadOnlyList<DeclaredPlan> Parts => Backward is null ? [] : [Backward];

    /// <inheritdoc/>
    public override IEnumerable<SharedPlan> Shared => base.Shared.Prepend(Projection);

    /// <summary>Tokens lie in the thread's workspace; widened weights do not.</summary>
    public override int StackBytes => Projection.StackBytes;

    /// <summary>Hidden units that are inputs of the last product are stored part by part, as they come.</summary>
    public override IReadOnlyList<PackedTensor> Packed =>
        [.. base.Packed.Select(tensor => tensor is { Source.Name: "Down", IsTransposed: false } ? tensor with { Part = UnitChunk?.Size ?? 0 } : tensor)];

    /// <summary>Workspace of a block of tokens.</summary>
    public Scratch Block => new("", new(Regions()));

    /// <summary>Rows that Forward leaves on a tape, one a token: its inputs, and what comes before an activation.</summary>
    public Scratch Tape => new("Taped", new(TapedUnits.Prepend(Region.OfTokens("inputs", "InputDim", Spec.InputDim))));

    /// <summary>Rows on a tape that a block of tokens makes.</summary>
    public IEnumerable<Region> TapedUnits
    {
        get
        {
            if (Spec.Gated)
            {
                yield return Region.OfTokens("gates", "HiddenDim", Spec.HiddenDim);
            }

            if (Spec.HasHidden)
            {
                yield return Region.OfTokens("hidden", "HiddenDim", Spec.HiddenDim);
            }
            else if (Spec.Activation != Activation.None)
            {
                yield return Region.OfTokens("outputs", "OutputDim", Spec.OutputDim);
            }
        }
    }

    private IEnumerable<Region> Regions()
    {
        int units = PackedTensor.Round(UnitChunk?.Size ?? Spec.Units);
        yield return Region.OfTokenBlock(Spec.HasHidden ? "hidden" : "outputs", units);
        if (Spec.Gated)
        {
            yield return Region.OfTokenBlock("gates", units);
        }

        if (Spec.HasHidden)
        {
            yield return Region.OfTokenBlock("outputs", PackedTensor.Round(Spec.OutputDim));
        }
    }
}
