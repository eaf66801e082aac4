using SpanAttention;

namespace AotSmoke;

// One declaration for every way in which attention is computed, and for what changes it.

[SelfAttention(InputDim = 3, SequenceLength = 6)]
internal static partial class Journey;

[Attention(HeadDim = 2, SequenceLength = 6, Causal = true)]
internal static partial class Tiny;

[Attention(HeadDim = 32, Heads = 4, SequenceLength = 64)]
internal static partial class OneTile;

[Attention(HeadDim = 64, Heads = 2, Causal = true, Layout = AttentionLayout.HeadsFirst)]
internal static partial class Blocks;

[Attention(HeadDim = 32, Heads = 8, KeyValueHeads = 2, QueryLength = 1, Layout = AttentionLayout.HeadsFirst)]
internal static partial class Shared;

[Attention(HeadDim = 128, Heads = 2, QueryLength = 1)]
internal static partial class OneQuery;

[Attention(HeadDim = 16, Heads = 2, LeftWindow = 20, RightWindow = 4, SoftCap = 30, Alibi = true, Sinks = true)]
internal static partial class Options;

[AdditiveAttention(HeadDim = 16, ValueDim = 24, Scale = true)]
internal static partial class Additive;

[MultiHeadAttention(InputDim = 64, Heads = 4, KeyValueHeads = 2, Causal = true, ContextLength = 96, Rotary = RotaryLayout.HalfSplit)]
internal sealed partial class Layer;
