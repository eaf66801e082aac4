namespace SpanAttention.Benchmarks.Declarations;

internal readonly partial struct NpcAttention : IParallelAttention;

internal readonly partial struct EntityAttention : IParallelAttention;

internal readonly partial struct EntitySpanAttention : IParallelAttention;

internal readonly partial struct Causal256Attention : IParallelAttention;

internal readonly partial struct Causal1024Attention : IParallelAttention;

internal readonly partial struct CausalSpanAttention : IParallelAttention;

internal readonly partial struct GroupedAttention : IParallelAttention;

internal readonly partial struct DecodeAttention : IParallelAttention;

internal readonly partial struct GroupedDecodeAttention : IParallelAttention;

internal readonly partial struct LongAttention : IParallelAttention;
