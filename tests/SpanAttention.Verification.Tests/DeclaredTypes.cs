namespace SpanAttention.Verification.Tests;

// One type and more for every way in which the generator computes a shape.

[Attention(SequenceLength = 3, HeadDim = 2)]
public readonly partial struct Tiny;

[Attention(SequenceLength = 6, HeadDim = 3, Causal = true)]
public readonly partial struct TinyCausal;

[Attention(SequenceLength = 5, HeadDim = 3, ValueDim = 2, Heads = 4, KeyValueHeads = 2, Causal = true)]
public readonly partial record struct TinyGrouped;

[Attention(QueryLength = 4, KeyLength = 6, HeadDim = 2, Heads = 2, Layout = AttentionLayout.HeadsFirst)]
public readonly partial struct TinyHeadsFirst;

[Attention(QueryLength = 5, KeyLength = 3, HeadDim = 2, Causal = true, Alignment = QueryAlignment.TopLeft)]
public readonly partial struct TinyTopLeft;

[Attention(SequenceLength = 20, HeadDim = 16, Heads = 2)]
public sealed partial class SingleTile;

[Attention(SequenceLength = 33, HeadDim = 8, Heads = 2, Causal = true)]
public readonly partial struct SingleTileCausal;

[Attention(QueryLength = 40, KeyLength = 24, HeadDim = 8, ValueDim = 5, Heads = 4, KeyValueHeads = 2, Causal = true)]
public readonly partial struct SingleTileGroupedCausal;

[Attention(QueryLength = 18, KeyLength = 40, HeadDim = 7, Heads = 2, Causal = true, Alignment = QueryAlignment.TopLeft, Layout = AttentionLayout.HeadsFirst)]
public readonly partial struct SingleTileTopLeftHeadsFirst;

[Attention(QueryLength = 20, KeyLength = 130, HeadDim = 16)]
public readonly partial struct Blocks;

[Attention(SequenceLength = 80, HeadDim = 8, Heads = 2, Causal = true)]
public partial record struct BlocksCausal;

[Attention(HeadDim = 5)]
public readonly partial struct OddHeads;

[Attention(HeadDim = 4, Heads = 2, Causal = true)]
public readonly partial struct Causal;

[Attention(HeadDim = 4, ValueDim = 16, Heads = 2, KeyValueHeads = 1, Causal = true, LeftWindow = 70, State = true)]
public readonly partial struct Carried;

[Attention(HeadDim = 4, Heads = 2, Causal = true, Gradients = true)]
public readonly partial struct Learning;

[Attention(HeadDim = 4, Heads = 2, Causal = true, Alignment = QueryAlignment.TopLeft)]
public readonly partial struct CausalTopLeft;

[Attention(HeadDim = 8, ValueDim = 12, Heads = 6, KeyValueHeads = 2)]
public readonly partial struct Grouped;

[Attention(HeadDim = 8, Heads = 6, KeyValueHeads = 3, Causal = true)]
public partial class GroupedCausal;

[Attention(HeadDim = 6, Heads = 3, Layout = AttentionLayout.HeadsFirst)]
public readonly partial struct HeadsFirst;

[Attention(HeadDim = 6, Heads = 4, KeyValueHeads = 2, Causal = true, Layout = AttentionLayout.HeadsFirst)]
public readonly partial struct HeadsFirstGroupedCausal;

[Attention(HeadDim = 3, Heads = 4, KeyValueHeads = 1, Scale = 0.3)]
public readonly partial struct SharedByAll;

[Attention(HeadDim = 1, ValueDim = 1)]
public abstract partial class Narrowest;

[Attention(HeadDim = 33, ValueDim = 1, Scale = 1)]
public readonly partial struct Unscaled;

[Attention(QueryLength = 1, HeadDim = 16, Heads = 4)]
public readonly partial struct Decode;

[Attention(QueryLength = 1, HeadDim = 24, Heads = 8, KeyValueHeads = 2)]
public readonly partial struct DecodeGrouped;

[Attention(QueryLength = 1, HeadDim = 20, Heads = 4, KeyValueHeads = 1, Layout = AttentionLayout.HeadsFirst)]
public readonly partial struct DecodeSharedByAllHeadsFirst;

[Attention(QueryLength = 3, HeadDim = 16, Heads = 2, Causal = true)]
public readonly partial struct FewQueries;

[Attention(HeadDim = 128, ValueDim = 96, Causal = true)]
public readonly partial struct Wide;

// And one and more for every option.

[Attention(HeadDim = 3, Heads = 2, LeftWindow = 5, RightWindow = 2)]
public readonly partial struct Windows;

[Attention(HeadDim = 4, Heads = 4, KeyValueHeads = 2, Causal = true, LeftWindow = 40)]
public readonly partial struct CausalWindow;

[Attention(HeadDim = 5, RightWindow = 3, Alignment = QueryAlignment.TopLeft)]
public readonly partial struct RightWindowTopLeft;

[Attention(HeadDim = 6, Heads = 2, SoftCap = 5, Scale = 2)]
public readonly partial struct SoftCapped;

[Attention(HeadDim = 3, Heads = 2, Mask = AttentionMask.Keys)]
public readonly partial struct KeyMasked;

[Attention(HeadDim = 5, Heads = 4, KeyValueHeads = 2, Mask = AttentionMask.QueryKeys)]
public readonly partial struct Masked;

[Attention(HeadDim = 3, Heads = 2, Mask = AttentionMask.HeadQueryKeys, Layout = AttentionLayout.HeadsFirst)]
public readonly partial struct MaskedByHeads;

[Attention(HeadDim = 4, Heads = 2, Bias = AttentionBias.QueryKeys, Causal = true)]
public readonly partial struct Biased;

[Attention(HeadDim = 4, Heads = 4, KeyValueHeads = 2, Bias = AttentionBias.HeadQueryKeys)]
public readonly partial struct BiasedByHeads;

[Attention(HeadDim = 3, Heads = 6, KeyValueHeads = 3, Alibi = true, Causal = true)]
public readonly partial struct Sloped;

[Attention(HeadDim = 3, Alibi = true)]
public readonly partial struct SlopedAlone;

[Attention(HeadDim = 3, Heads = 2, Sinks = true, Mask = AttentionMask.QueryKeys)]
public readonly partial struct Sunk;

[Attention(HeadDim = 3, ValueDim = 2, Heads = 6, KeyValueHeads = 2, Scale = 0.7, Causal = true, LeftWindow = 40, SoftCap = 3, Mask = AttentionMask.HeadQueryKeys, Bias = AttentionBias.QueryKeys, Alibi = true, Sinks = true)]
public readonly partial struct EveryOption;

[Attention(QueryLength = 1, HeadDim = 8, Heads = 4, KeyValueHeads = 2, Causal = true, LeftWindow = 40, SoftCap = 3, Mask = AttentionMask.Keys, Bias = AttentionBias.HeadQueryKeys, Alibi = true, Sinks = true)]
public readonly partial struct EveryOptionDecode;

[Attention(SequenceLength = 6, HeadDim = 3, Heads = 2, LeftWindow = 3, RightWindow = 1, SoftCap = 3, Mask = AttentionMask.QueryKeys, Bias = AttentionBias.QueryKeys, Alibi = true, Sinks = true)]
public readonly partial struct EveryOptionSmall;

[Attention(HeadDim = 3, ValueDim = 2, Heads = 6, KeyValueHeads = 2, Scale = 0.7, Causal = true, LeftWindow = 40, SoftCap = 3, Mask = AttentionMask.HeadQueryKeys, Bias = AttentionBias.QueryKeys, Alibi = true, Sinks = true, Gradients = true)]
public readonly partial struct EveryOptionLearning;

[Attention(HeadDim = 5, ValueDim = 17, Heads = 4, KeyValueHeads = 2, LeftWindow = 9, RightWindow = 3, Mask = AttentionMask.Keys, Bias = AttentionBias.HeadQueryKeys, Layout = AttentionLayout.HeadsFirst, Gradients = true)]
public readonly partial struct HeadsFirstLearning;

[Attention(SequenceLength = 6, HeadDim = 3, Heads = 2, Sinks = true, Gradients = true)]
public readonly partial struct TinyLearning;

// Tokens that attend to themselves.

[SelfAttention(InputDim = 3)]
public readonly partial struct SelfBySoftmax;

[SelfAttention(InputDim = 5, Normalization = ScoreNormalization.Sum)]
public readonly partial struct SelfBySum;

[SelfAttention(InputDim = 2, SequenceLength = 6)]
public sealed partial class SelfOfSix;

// A shape of a large model, whose pairs cost thousands of multiply-adds.

[Attention(HeadDim = 128, Heads = 32, KeyValueHeads = 8)]
public readonly partial struct WideGrouped;
