namespace SpanAttention.Benchmarks.Declarations;

[SelfAttention(InputDim = 3, SequenceLength = 6)]
internal readonly partial struct ChapterAttention : ISelfAttention;

[Attention(Heads = 4, HeadDim = 16, SequenceLength = 16, Layout = AttentionLayout.HeadsFirst)]
internal readonly partial struct NpcAttention : IAttention;

[Attention(Heads = 4, HeadDim = 32, SequenceLength = 64, Layout = AttentionLayout.HeadsFirst)]
internal readonly partial struct EntityAttention : IAttention;

[Attention(Heads = 4, HeadDim = 32, Layout = AttentionLayout.HeadsFirst)]
internal readonly partial struct EntitySpanAttention : IAttention;

[Attention(Heads = 12, HeadDim = 64, SequenceLength = 256, Causal = true, Layout = AttentionLayout.HeadsFirst)]
internal readonly partial struct Causal256Attention : IAttention;

[Attention(Heads = 12, HeadDim = 64, SequenceLength = 1024, Causal = true, Layout = AttentionLayout.HeadsFirst)]
internal readonly partial struct Causal1024Attention : IAttention;

[Attention(Heads = 12, HeadDim = 64, Causal = true, Layout = AttentionLayout.HeadsFirst)]
internal readonly partial struct CausalSpanAttention : IAttention;

[Attention(Heads = 8, KeyValueHeads = 2, HeadDim = 128, SequenceLength = 2048, Causal = true, Layout = AttentionLayout.HeadsFirst)]
internal readonly partial struct GroupedAttention : IAttention;

[Attention(Heads = 12, HeadDim = 64, QueryLength = 1, KeyLength = 1024, Layout = AttentionLayout.HeadsFirst)]
internal readonly partial struct DecodeAttention : IAttention;

[Attention(Heads = 32, KeyValueHeads = 8, HeadDim = 128, QueryLength = 1, KeyLength = 4096, Layout = AttentionLayout.HeadsFirst)]
internal readonly partial struct GroupedDecodeAttention : IAttention;

[Attention(HeadDim = 64, SequenceLength = 8192)]
internal readonly partial struct LongAttention : IAttention;
