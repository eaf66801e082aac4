using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of the gradients of an attention layer: those of outputs go back to contexts, through attention sequence by sequence, and from queries, keys and values to inputs and weights.</summary>
/// <param name="Spec">What is declared.</param>
/// <param name="Heads">Attention over the tape.</param>
/// <param name="Projection">Register tiles of projections the other way round, which go on from each other's sums.</param>
/// <param name="Tiles">Register tiles, widest vectors first.</param>
internal sealed record LayerBackwardPlan(LayerBackwardSpec Spec, AttentionPlan Heads, ProjectionPlan Projection, EquatableArray<TilePlan> Tiles) : DeclaredPlan(Heads.Facts, Tiles)
{
    /// <inheritdoc/>
    public override DeclaredSpec Declared => Spec;

    /// <inheritdoc/>
    public override int StackBytes => Heads.StackBytes;

    /// <inheritdoc/>
    public override IEnumerable<SharedPlan> Shared => [Projection, WeightGradient];

    /// <summary>The register tiles of weight tensors' gradients.</summary>
    public WeightGradientPlan WeightGradient { get; } = new();

    /// <summary>The layer.</summary>
    public AttentionSpec Layer => Spec.Layer;

    /// <summary>The layer's tape.</summary>
    public TapePlan Tape => new(Spec.Layer);

    /// <summary>Workspace of a block of tokens.</summary>
    public Scratch Block => new("", new(Regions(Spec.Layer, Spec.Layer.Layer!)));

    /// <summary>Workspace of all tokens: gradients of what the tape has a row of.</summary>
    public Scratch Tokens => new("Token", new(Gradients(Tape.Contexts, Tape.Queries, Tape.Gates)));

    /// <summary>Workspace of all tokens that keys come from.</summary>
    public Scratch KeyTokens => new("Token", new(Gradients(Tape.Keys, Tape.Values)));

    /// <summary>The region of the gradients of rows that the tape has.</summary>
    public static string NameOf(TapeRun run) => $"gradientsOf{Casing.Pascal(run.Name)}";

    private static IEnumerable<Region> Gradients(params TapeRun?[] runs) =>
        runs.OfType<TapeRun>().Select(static run => Region.OfTokens(NameOf(run), run.Width, run.Floats));

    private static IEnumerable<Region> Regions(AttentionSpec spec, LayerSpec layer)
    {
        int[] inputs = [layer.InputDim, layer.KeyInputDim, layer.ValueInputDim];
        int[] outputs = [spec.QueryWidth, spec.KeyWidth, spec.ValueWidth];
        yield return Rows("sums", inputs.Append(spec.ContextWidth).Max());
        yield return Rows("inputGroups", inputs.Append(spec.ContextWidth).Max());
        yield return Rows("gradientGroups", outputs.Append(layer.OutputDim).Max());
        if (layer.Rotary is { } rotary)
        {
            yield return new("sines", $"({rotary.Pairs} * TokenBlock)", "[TokenBlock, pairs]: of the angles back", Floats: 0, rotary.Pairs);
        }

        if (layer.QkNorm is not null)
        {
            yield return Room("room", "QueryWidth", Math.Max(spec.QueryWidth, spec.KeyWidth), "a token on its way through its norm");
        }

        if (spec.Has<Options.Sinks>())
        {
            yield return Room("sinksGradient", "Heads", spec.Heads, "of one sequence");
        }
    }

    private static Region Rows(string name, int widest) => Region.OfTokenBlock(name, PackedTensor.Round(widest));

    private static Region Room(string name, string axis, int floats, string words) => new(name, $"{PackedTensor.Round(floats)}", $"[{axis}]: {words}", PackedTensor.Round(floats), FloatsOfRow: 0);
}
