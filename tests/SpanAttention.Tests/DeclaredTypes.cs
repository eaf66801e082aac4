namespace SpanAttention.Tests;

/// <summary>Tokens first, all lengths declared.</summary>
[Attention(QueryLength = 3, KeyLength = 5, Heads = 4, KeyValueHeads = 2, HeadDim = 2, ValueDim = 3)]
internal static partial class DeclaredLengths;

/// <summary>Heads first, lengths from the spans, causal.</summary>
[Attention(Heads = 2, HeadDim = 3, Layout = AttentionLayout.HeadsFirst, Causal = true)]
internal readonly partial struct SpanLengths;

/// <summary>The largest scratch that a declaration may take.</summary>
[Attention(Heads = 1, HeadDim = 900, ValueDim = 1200)]
internal readonly partial struct WideHeads;

[SelfAttention(InputDim = 3, SequenceLength = 6)]
internal static partial class SixTokens;

/// <summary>Any number of tokens, for generic code.</summary>
[SelfAttention(InputDim = 3)]
internal readonly partial struct AnyTokens;

/// <summary>The same by the weights' sum.</summary>
[SelfAttention(InputDim = 3, Normalization = ScoreNormalization.Sum)]
internal readonly partial struct AnyTokensBySum;

[MultiHeadAttention(InputDim = 4, OutputDim = 6, Heads = 2, Causal = true, QueryKeyValueBias = true)]
internal sealed partial class SmallLayer;

[MultiHeadAttention(InputDim = 4, OutputDim = 6, Heads = 2, KeyInputDim = 3, ValueInputDim = 5, OutputProjection = false)]
internal sealed partial class CrossLayer;
