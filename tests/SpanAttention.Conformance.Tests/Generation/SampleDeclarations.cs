using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>A few declarations of every kind, compiled once, on which properties, checks of spans and allocation are tested.</summary>
public static class SampleDeclarations
{
    private static readonly Lazy<CompiledDeclarations> LazyCompiled = new(Compile);

    public static IReadOnlyList<AttentionShape> Shapes { get; } =
    [
        .. SampleOptions.Shapes,
        new() { HeadDim = 5, ValueDim = 5 },
        new() { HeadDim = 16, ValueDim = 33, Heads = 2, KeyValueHeads = 2, Gradients = true },
        new() { HeadDim = 7, ValueDim = 3, Heads = 6, KeyValueHeads = 2, Causal = true, State = true },
        new() { HeadDim = 7, ValueDim = 3, Heads = 6, KeyValueHeads = 6, Causal = true, State = true },
        new() { HeadDim = 64, ValueDim = 64, Heads = 2, KeyValueHeads = 1, Layout = AttentionLayout.HeadsFirst, Gradients = true },
        new() { HeadDim = 64, ValueDim = 64, Heads = 2, KeyValueHeads = 2, Layout = AttentionLayout.HeadsFirst, Gradients = true },
        new() { HeadDim = 3, ValueDim = 48, Heads = 2, KeyValueHeads = 1, Causal = true, State = true },
        new() { HeadDim = 3, ValueDim = 48, Heads = 2, KeyValueHeads = 2, Causal = true, State = true },
        new() { HeadDim = 1, ValueDim = 2, Heads = 3, KeyValueHeads = 3, Causal = true, Alignment = QueryAlignment.TopLeft, DeclaredScale = 2.5 },
    ];

    public static IReadOnlyList<AttentionDeclaration> Attentions { get; } =
    [
        .. Shapes.Select(shape => new AttentionDeclaration(shape)),
        .. SampleOptions.WithLengths,
        new(new AttentionShape { HeadDim = 3, ValueDim = 2, Heads = 2, KeyValueHeads = 1 }, 5, 7),
        new(new AttentionShape { HeadDim = 8, ValueDim = 8, Heads = 2, KeyValueHeads = 2, Causal = true, Layout = AttentionLayout.HeadsFirst, Gradients = true, State = true }, 66, 66),
    ];

    public static IReadOnlyList<SelfAttentionDeclaration> SelfAttentions { get; } =
    [
        new(3, ScoreNormalization.Softmax, 6),
        new(3, ScoreNormalization.Sum),
        new(16, ScoreNormalization.Sum),
    ];

    public static IReadOnlyList<LayerDeclaration> Layers { get; } =
    [
        new() { InputDim = 6, OutputDim = 8, Heads = 2, KeyValueHeads = 1, HeadDim = 4, Causal = true, QueryKeyValueBias = true, Gradients = true },
        new() { InputDim = 5, OutputDim = 5, HeadDim = 5, SequenceLength = 4, OutputProjection = false, OutputBias = false },
        new() { InputDim = 4, OutputDim = 6, Heads = 2, KeyValueHeads = 2, HeadDim = 3, KeyInputDim = 5, ValueInputDim = 7, WeightLayout = WeightLayout.InputByOutput, Gradients = true },
        new() { InputDim = 4, OutputDim = 4, HeadDim = 4, ContextDim = 3 },
        new() { InputDim = 4, OutputDim = 4, Heads = 2, KeyValueHeads = 2, HeadDim = 2, FusedQueryKeyValue = true, QueryKeyValueBias = true },
        new() { InputDim = 6, OutputDim = 8, Heads = 2, KeyValueHeads = 1, HeadDim = 4, Causal = true, Rotary = RotaryLayout.HalfSplit, QkNorm = QkNorm.Head, Sinks = true, ContextLength = 9 },
        new() { InputDim = 5, OutputDim = 6, Heads = 2, KeyValueHeads = 1, HeadDim = 4, Causal = true, Rotary = RotaryLayout.HalfSplit, RotaryPositions = RotaryPositions.Given, QueryKeyValueBias = true, OutputGate = true, ContextLength = 9, Gradients = true },
        new() { InputDim = 6, OutputDim = 8, Heads = 2, KeyValueHeads = 1, HeadDim = 4, QkNorm = QkNorm.Projection, WeightLayout = WeightLayout.InputByOutput },
        new() { InputDim = 6, OutputDim = 8, Heads = 2, KeyValueHeads = 1, HeadDim = 4, ContextDim = 5, QkNorm = QkNorm.HeadLayerNorm },
        new() { InputDim = 4, OutputDim = 4, Heads = 2, KeyValueHeads = 2, HeadDim = 6, Causal = true, LeftWindow = 2, Rotary = RotaryLayout.Interleaved, RotaryDim = 4, RotaryPositions = RotaryPositions.Rows, Mask = AttentionMask.Keys, Bias = AttentionBias.HeadQueryKeys, ContextLength = 1 },
        new() { InputDim = 4, OutputDim = 6, Heads = 2, KeyValueHeads = 1, HeadDim = 3, ContextDim = 3, Mask = AttentionMask.QueryKeys, Bias = AttentionBias.QueryKeys, SoftCap = 20, Alibi = true, Gradients = true },
    ];

    public static CompiledDeclarations Compiled => LazyCompiled.Value;

    public static DeclarationSet NewSet()
    {
        DeclarationSet set = new();
        Attentions.ToList().ForEach(set.Add);
        SelfAttentions.ToList().ForEach(set.Add);
        Layers.ToList().ForEach(set.Add);
        return set;
    }

    private static CompiledDeclarations Compile() => CompiledDeclarations.Compile(NewSet());
}
