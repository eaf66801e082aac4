namespace SpanAttention.Generators.Tests;

/// <summary>A kind of shape for which the planner decides in its own way, and a declaration of it.</summary>
public sealed record Regime(string Name, string Declaration)
{
    public static IReadOnlyList<Regime> All { get; } =
    [
        new("tiny 6×3, softmax", "[SelfAttention(InputDim = 3, SequenceLength = 6)] public readonly partial struct Routine;"),
        new("tiny 6×3, sum", "[SelfAttention(InputDim = 3, SequenceLength = 6, Normalization = ScoreNormalization.Sum)] public readonly partial struct Routine;"),
        new("tiny 6×3, attention", "[Attention(SequenceLength = 6, HeadDim = 3)] public readonly partial struct Routine;"),
        new("small 16×16", "[Attention(SequenceLength = 16, Heads = 4, HeadDim = 16)] public readonly partial struct Routine;"),
        new("small 32×32", "[Attention(SequenceLength = 32, Heads = 4, HeadDim = 32)] public readonly partial struct Routine;"),
        new("small 64×32", "[Attention(SequenceLength = 64, Heads = 4, HeadDim = 32)] public readonly partial struct Routine;"),
        new("small 64×32, causal", "[Attention(SequenceLength = 64, Heads = 4, HeadDim = 32, Causal = true)] public readonly partial struct Routine;"),
        new("prefill 1024×64, causal", "[Attention(SequenceLength = 1024, Heads = 12, HeadDim = 64, Causal = true)] public readonly partial struct Routine;"),
        new("prefill 2048×128, causal, shared keys", "[Attention(SequenceLength = 2048, Heads = 8, KeyValueHeads = 2, HeadDim = 128, Causal = true)] public readonly partial struct Routine;"),
        new("decode d = 64", "[Attention(QueryLength = 1, Heads = 12, HeadDim = 64)] public readonly partial struct Routine;"),
        new("decode d = 128, shared keys", "[Attention(QueryLength = 1, Heads = 32, KeyValueHeads = 8, HeadDim = 128)] public readonly partial struct Routine;"),
        new("undeclared lengths", "[Attention(Heads = 4, HeadDim = 64)] public readonly partial struct Routine;"),
        new("undeclared lengths, causal, heads first", "[Attention(Heads = 4, HeadDim = 64, Causal = true, Layout = AttentionLayout.HeadsFirst)] public readonly partial struct Routine;"),
        new("wide heads", "[Attention(HeadDim = 900, ValueDim = 1200)] public readonly partial struct Routine;"),
        new("very wide head", "[Attention(HeadDim = 3000)] public readonly partial struct Routine;"),
        new("additive, one query", "[AdditiveAttention(HeadDim = 64, QueryLength = 1)] public readonly partial struct Routine;"),
        new("additive, masked, wide", "[AdditiveAttention(HeadDim = 1000, ValueDim = 1024, Scale = true, Mask = AttentionMask.QueryKeys)] public readonly partial struct Routine;"),
        new("self-attention, gradients", "[SelfAttention(InputDim = 64, Gradients = true)] public readonly partial struct Routine;"),
        new("additive, gradients", "[AdditiveAttention(HeadDim = 64, Scale = true, Mask = AttentionMask.QueryKeys, Gradients = true)] public readonly partial struct Routine;"),
        new("options, all of them", "[Attention(Heads = 6, KeyValueHeads = 2, HeadDim = 64, Causal = true, LeftWindow = 100, SoftCap = 30, Mask = AttentionMask.HeadQueryKeys, Bias = AttentionBias.HeadQueryKeys, Alibi = true, Sinks = true, Dropout = true, DropoutRate = 0.1, QueryStride = 1152, KeyStride = 384, ValueStride = 384)] public readonly partial struct Routine;"),
        new("options, windows on both sides", "[Attention(Heads = 4, HeadDim = 64, LeftWindow = 0, RightWindow = 3)] public readonly partial struct Routine;"),
        new("options, right window", "[Attention(Heads = 4, HeadDim = 64, RightWindow = 0, Layout = AttentionLayout.HeadsFirst)] public readonly partial struct Routine;"),
        new("options, right window, declared lengths", "[Attention(Heads = 4, HeadDim = 64, SequenceLength = 100, RightWindow = 7)] public readonly partial struct Routine;"),
        new("options, mask of keys", "[Attention(SequenceLength = 48, Heads = 4, HeadDim = 16, Mask = AttentionMask.Keys)] public readonly partial struct Routine;"),
        new("options, soft cap, single tile", "[Attention(SequenceLength = 64, Heads = 4, HeadDim = 32, SoftCap = 50)] public readonly partial struct Routine;"),
        new("options, one query", "[Attention(QueryLength = 1, Heads = 8, KeyValueHeads = 2, HeadDim = 64, LeftWindow = 1000, SoftCap = 50, Mask = AttentionMask.QueryKeys, Bias = AttentionBias.QueryKeys, Alibi = true, Sinks = true, Dropout = true, DropoutRate = 0.5)] public readonly partial struct Routine;"),
        new("options, wide heads", "[Attention(HeadDim = 3000, RightWindow = 5, Mask = AttentionMask.QueryKeys, Bias = AttentionBias.QueryKeys, Alibi = true, Sinks = true, Dropout = true, Alignment = QueryAlignment.TopLeft)] public readonly partial struct Routine;"),
        new("options, tiny shape", "[Attention(SequenceLength = 6, HeadDim = 3, Heads = 5, Bias = AttentionBias.QueryKeys)] public readonly partial struct Routine;"),
        new("layer, one token", "[MultiHeadAttention(InputDim = 768, Heads = 12, SequenceLength = 1)] public sealed partial class Routine;"),
        new("layer, few tokens", "[MultiHeadAttention(InputDim = 6, OutputDim = 4, Heads = 2, SequenceLength = 6, Causal = true)] public sealed partial class Routine;"),
        new("layer, many tokens", "[MultiHeadAttention(InputDim = 768, Heads = 12, SequenceLength = 256, Causal = true, QueryKeyValueBias = true)] public sealed partial class Routine;"),
        new("layer, undeclared tokens, fused projection", "[MultiHeadAttention(InputDim = 128, Heads = 4, Causal = true, FusedQueryKeyValue = true, WeightLayout = WeightLayout.InputByOutput)] public sealed partial class Routine;"),
        new("layer, cross-attention", "[MultiHeadAttention(InputDim = 128, ContextDim = 96, Heads = 4, KeyValueHeads = 2)] public sealed partial class Routine;"),
        new("layer, options, cached", "[MultiHeadAttention(InputDim = 768, Heads = 12, KeyValueHeads = 4, Causal = true, SoftCap = 30, Mask = AttentionMask.HeadQueryKeys, Bias = AttentionBias.HeadQueryKeys, Alibi = true, Sinks = true, Rotary = RotaryLayout.HalfSplit, QkNorm = QkNorm.Head, QueryKeyValueBias = true, ContextLength = 2048)] public sealed partial class Routine;"),
        new("layer, options, ring", "[MultiHeadAttention(InputDim = 128, Heads = 4, Causal = true, LeftWindow = 255, Rotary = RotaryLayout.Interleaved, RotaryDim = 16, RotaryPositions = RotaryPositions.Given, ContextLength = 1)] public sealed partial class Routine;"),
        new("layer, options, declared tokens", "[MultiHeadAttention(InputDim = 96, Heads = 4, SequenceLength = 48, RightWindow = 3, Mask = AttentionMask.Keys, QkNorm = QkNorm.Projection, OutputGate = true, Rotary = RotaryLayout.HalfSplit, RotaryPositions = RotaryPositions.Rows)] public sealed partial class Routine;"),
        new("layer, options, cross-attention", "[MultiHeadAttention(InputDim = 128, KeyInputDim = 96, ValueInputDim = 80, Heads = 4, LeftWindow = 7, RightWindow = 7, Mask = AttentionMask.QueryKeys, Bias = AttentionBias.QueryKeys, QkNorm = QkNorm.HeadLayerNorm, Sinks = true)] public sealed partial class Routine;"),
        new("layer, head norm and rotary, one token", "[MultiHeadAttention(InputDim = 64, Heads = 2, SequenceLength = 1, QkNorm = QkNorm.Head, Rotary = RotaryLayout.Interleaved)] public sealed partial class Routine;"),
        new("linear, one part", "[Linear(InputDim = 100, OutputDim = 50, Activation = Activation.Tanh)] public sealed partial class Routine;"),
        new("linear, vocabulary", "[Linear(InputDim = 768, OutputDim = 50257, Bias = false)] public sealed partial class Routine;"),
        new("feed-forward, one part", "[FeedForward(InputDim = 96, HiddenDim = 384, OutputDim = 50, Activation = Activation.None)] public sealed partial class Routine;"),
        new("feed-forward, GPT-2", "[FeedForward(InputDim = 768, HiddenDim = 3072, Activation = Activation.GeluTanh, WeightLayout = WeightLayout.InputByOutput)] public sealed partial class Routine;"),
        new("feed-forward, gated", "[FeedForward(InputDim = 576, HiddenDim = 1536, Activation = Activation.Silu, Gated = true, FusedGateUp = true, Bias = false)] public sealed partial class Routine;"),
        new("block, BERT", "[TransformerBlock(NormPlacement = NormPlacement.Post, NormEpsilon = 1e-12), MultiHeadAttention(InputDim = 384, Heads = 12, QueryKeyValueBias = true, Mask = AttentionMask.Keys), FeedForward(InputDim = 384, HiddenDim = 1536)] public sealed partial class Routine;"),
        new("block, cached", "[TransformerBlock(Norm = NormKind.RootMeanSquare, NormPlacement = NormPlacement.Sandwich, ResidualScale = 0.5), MultiHeadAttention(InputDim = 64, Heads = 4, KeyValueHeads = 2, Causal = true, ContextLength = 128, Rotary = RotaryLayout.HalfSplit), FeedForward(InputDim = 64, HiddenDim = 160, Gated = true, Activation = Activation.Silu, Bias = false)] public sealed partial class Routine;"),
        new("block, decoder", "[TransformerBlock(NormPlacement = NormPlacement.Post), MultiHeadAttention(InputDim = 64, Heads = 4, Causal = true, ContextLength = 128), CrossAttention(InputDim = 64, ContextDim = 48, Heads = 4, Mask = AttentionMask.HeadQueryKeys), FeedForward(InputDim = 64, HiddenDim = 160, Activation = Activation.Relu)] public sealed partial class Routine;"),
        new("block, parallel", "[TransformerBlock(Parallel = true), MultiHeadAttention(InputDim = 64, Heads = 4, SequenceLength = 20), FeedForward(InputDim = 64, HiddenDim = 160)] public sealed partial class Routine;"),
    ];

    public string Source => $"using SpanAttention;\n\nnamespace Game;\n\n/// <summary>{Name}.</summary>\n{Declaration}\n";

    public override string ToString() => Name;
}
