using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>A [TransformerBlock] declaration, tokens to call it with, and the chunks in which they reach a cache, where there is one.</summary>
public sealed record BlockTrial(BlockDeclaration Declaration, LayerTrial Layer, IReadOnlyList<int> Chunks)
{
    private static readonly Gen<(LayerTrial Layer, IReadOnlyList<int> Chunks)> Layers = Gen.OneOf(
        LayerTrials.Options.Where(static trial => !trial.Declaration.IsCross).Select(static trial => (trial, (IReadOnlyList<int>)[])),
        LayerTrials.ChunkedOptions.Select(static trial => (trial.Layer, trial.Chunks)));

    public static Gen<BlockTrial> Random { get; } = Gen.OneOf(Encoders, Encoders, Decoders);

    /// <summary>Blocks that learn. A part may say so, too.</summary>
    public static Gen<BlockTrial> Learning =>
        from trial in Gen.OneOf(Encoders, Encoders, Decoders)
        from parts in Gen.Elements(false, true)
        let attention = trial.Declaration.Attention with { Gradients = parts, CacheElement = CacheElement.Single, WeightElement = WeightElement.Single }
        let cross = trial.Declaration.Cross is { } declared ? declared with { CacheElement = CacheElement.Single, WeightElement = WeightElement.Single } : null
        select trial with
        {
            Declaration = trial.Declaration with { Attention = attention, FeedForward = trial.Declaration.FeedForward with { Gradients = parts }, Cross = cross, Gradients = true },
            Layer = trial.Layer with { Declaration = attention },
            Cross = trial.Cross is { } layer ? layer with { Declaration = cross!.Layer } : null,
        };

    /// <summary>Blocks with cross-attention, and contexts.</summary>
    public static Gen<BlockTrial> Decoders =>
        from trial in Encoders.Where(static trial => !trial.Declaration.Parallel)
        from layer in LayerTrials.Options
        from contextDim in Gen.Elements(1, 3, 16, 33)
        from contextTokens in Gen.Elements(0, 1, 3, 17, 64, 130)
        from fits in Gen.Elements(false, true)
        let dim = trial.Declaration.Attention.InputDim
        let heads = fits ? layer.Declaration with { Heads = 1, KeyValueHeads = 1, HeadDim = dim } : layer.Declaration
        let cross = CrossDeclaration.Of(heads, dim, contextDim)
        select trial with
        {
            Declaration = trial.Declaration with { Cross = cross },
            Cross = new LayerTrial(cross.Layer, trial.Layer.Tokens, contextTokens, contextTokens, trial.Layer.Seed / 5),
        };

    private static Gen<BlockTrial> Encoders =>
        from layer in Layers
        from hidden in Gen.Elements(1, 3, 16, 33, 64, 520)
        from activation in Gen.Elements(Enum.GetValues<Activation>())
        from gated in Gen.Elements(false, true)
        from norm in Gen.Elements(Enum.GetValues<NormKind>())
        from placement in Gen.Elements(Enum.GetValues<NormPlacement>())
        from flags in Gen.Elements(false, true).Two()
        from epsilon in Gen.Elements(1e-5, 1e-12, 0.5)
        from scale in Gen.Elements(1, 1, 0.22)
        let attention = layer.Layer.Declaration with { OutputDim = layer.Layer.Declaration.InputDim, OutputProjection = true, Gradients = false }
        let declaration = new BlockDeclaration(attention, new FeedForwardDeclaration(attention.InputDim, hidden, attention.InputDim, activation, gated))
        {
            Norm = norm,
            NormBias = norm == NormKind.RootMeanSquare || flags.Item1,
            NormEpsilon = epsilon,
            NormPlacement = placement,
            Parallel = placement == NormPlacement.Pre && flags.Item2,
            ResidualScale = scale,
        }
        select new BlockTrial(declaration, layer.Layer with { Declaration = attention }, layer.Chunks);

    /// <summary>The declaration and context of its cross-attention; null without.</summary>
    public LayerTrial? Cross { get; init; }

    public LayerInputs Inputs(DataKind kind) => Layer.Inputs(kind);

    public LayerTensors AttentionTensors(DataKind kind) => Layer.Tensors(kind);

    public Dictionary<string, float[]> FeedForwardTensors(DataKind kind) => new PerceptronTrial(Declaration.FeedForward, Layer.Tokens, Layer.Seed).Tensors(kind);

    public Dictionary<string, float[]> Norms(DataKind kind)
    {
        DataFiller filler = new(Layer.Seed / 3);
        return Declaration.Norms.ToDictionary(static norm => norm.Name, norm => filler.Fill(kind, norm.Length));
    }

    /// <summary>Tensors of the block and of its parts by their names, such as <c>Attention.Query</c>.</summary>
    public Func<string, float[]> Tensors(DataKind kind)
    {
        LayerTensors attention = AttentionTensors(kind);
        LayerTensors? cross = Cross?.Tensors(kind);
        Dictionary<string, float[]> feedForward = FeedForwardTensors(kind);
        Dictionary<string, float[]> norms = Norms(kind);
        return name => name.Split('.') switch
        {
            ["Attention", string tensor] => attention.Of(tensor),
            ["CrossAttention", string tensor] => cross!.Of(tensor),
            [_, string tensor] => feedForward[tensor],
            _ => norms[name],
        };
    }

    /// <summary>Gradients of weights by the same names, which are added to.</summary>
    public Dictionary<string, float[]> Gradients(DataKind kind)
    {
        DataFiller filler = new((Layer.Seed / 3) + 1);
        Func<string, float[]> tensors = Tensors(DataKind.Ordinary);
        IEnumerable<string> names =
        [
            .. Declaration.Norms.Select(static norm => norm.Name),
            .. OfLayer("Attention"),
            .. Cross is null ? [] : OfLayer("CrossAttention"),
            .. Declaration.FeedForward.Tensors.Select(static tensor => $"FeedForward.{tensor.Name}"),
        ];
        return names.ToDictionary(static name => name, name => filler.Fill(kind, tensors(name).Length));
    }

    private static IEnumerable<string> OfLayer(string part) => LayerTensors.All.Except([nameof(LayerTensors.RotaryFrequencies)]).Select(name => $"{part}.{name}");

    public override string ToString() =>
        $"[TransformerBlock({DeclarationWriter.Arguments(Declaration)})] [FeedForward({DeclarationWriter.Arguments(Declaration.FeedForward)})] {Layer}, in chunks of {string.Join(", ", Chunks)}{Context}";

    private string Context => Cross is null ? "" : $" [CrossAttention({DeclarationWriter.Arguments(Declaration.Cross!)})] with {Cross.ContextTokens} context tokens";
}
