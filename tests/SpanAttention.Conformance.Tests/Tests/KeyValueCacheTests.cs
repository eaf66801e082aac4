using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Caches behave as lists of tokens do, whatever is done to them in whatever order.</summary>
public sealed class KeyValueCacheTests
{
    private const int ContextLength = 150;
    private const int LeftWindow = 40;
    private const int MostInRing = 500; // 128 of them are held
    private const int Tokens = 400;

    private static readonly LayerDeclaration Declaration = new()
    {
        InputDim = 3, OutputDim = 4, Heads = 2, KeyValueHeads = 1, HeadDim = 2, Causal = true, QueryKeyValueBias = true, ContextLength = ContextLength,
    };

    private static readonly LayerDeclaration RingDeclaration = Declaration with { LeftWindow = LeftWindow, Rotary = RotaryLayout.HalfSplit };

    private static readonly Lazy<SampleCache> Full = new(static () => new SampleCache(Declaration, Tokens));
    private static readonly Lazy<SampleCache> Ring = new(static () => new SampleCache(RingDeclaration, Tokens));

    [SeededProperty(MaxTest = 60)]
    public Property Any_sequence_of_steps_is_what_it_is_for_lists() => Prop.ForAll(
        CacheStep.Sequences, static steps => CacheOracle.Run(steps, static () => new CacheOracle(Full.Value, ContextLength, null), Tokens));

    [SeededProperty(MaxTest = 40)]
    public Property Any_sequence_of_steps_on_a_ring_is_what_it_is_for_lists() => Prop.ForAll(
        CacheStep.Sequences, static steps => CacheOracle.Run(steps, static () => new CacheOracle(Ring.Value, MostInRing, LeftWindow), Tokens));

    [SeededProperty(MaxTest = 30)]
    public Property Any_batches_are_what_they_are_for_lists() => Prop.ForAll(
        BatchStep.Sequences, static steps => BatchStep.Run(steps, static () => new CacheOracle(Full.Value, ContextLength, null), Tokens));

    [SeededProperty(MaxTest = 30)]
    public Property Any_batches_on_rings_are_what_they_are_for_lists() => Prop.ForAll(
        BatchStep.Sequences, static steps => BatchStep.Run(steps, static () => new CacheOracle(Ring.Value, MostInRing, LeftWindow), Tokens));

    [Fact]
    public void What_does_not_fit_changes_nothing()
    {
        KeyValueCache cache = Full.Value.Filled(ContextLength - 2);
        float[] destination = Bits.NewDestination(3 * Declaration.OutputDim);

        InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => Full.Value.Layer.Forward(Full.Value.TokensFrom(0, 3), cache, destination));

        Assert.Equal("The cache holds 148 of 150 tokens; 3 more would not fit.", exception.Message);
        Assert.Equal(ContextLength - 2, cache.Count);
        Assert.All(destination, static element => Assert.Equal(Bits.Untouched, element));
    }

    [Fact]
    public void It_cannot_be_truncated_to_more_than_it_holds()
    {
        KeyValueCache cache = Full.Value.Filled(7);

        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => cache.TruncateTo(8));

        Assert.StartsWith("count is 8; the cache holds 7 tokens and can be truncated to 0 to 7.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => cache.TruncateTo(-1));
        Assert.Equal(7, cache.Count);
    }

    [Fact]
    public void A_ring_takes_any_number_of_tokens_and_cannot_return_to_those_it_has_given_up()
    {
        KeyValueCache cache = Ring.Value.Filled(300);
        Assert.Equal(int.MaxValue, cache.Capacity);
        Assert.Equal((300, 192), (cache.Count, cache.Oldest));

        ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(() => cache.TruncateTo(192 + LeftWindow - 1));

        Assert.StartsWith("count is 231; the token there sees back to 191, but of 300 tokens the ring still holds those from 192 on.", exception.Message, StringComparison.Ordinal);
        Assert.Equal((300, 192), (cache.Count, cache.Oldest));
        cache.TruncateTo(192 + LeftWindow);
        Assert.Equal((192 + LeftWindow, 192), (cache.Count, cache.Oldest));
    }

    [Fact]
    public void Another_layers_cache_is_refused()
    {
        KeyValueCache cache = new SampleCache(Declaration with { HeadDim = 4 }, 1).Layer.CreateCache();
        float[] destination = Full.Value.NewOutputs(1);

        ArgumentException exception = Assert.Throws<ArgumentException>("cache", () => Full.Value.Layer.Forward(Full.Value.TokensFrom(0, 1), cache, destination));

        Assert.StartsWith(
            "cache is a cache of [150, 1, 4] (context × key/value heads × head dim); a cache of [150, 1, 2] (context × key/value heads × head dim) is needed.", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("other", () => Full.Value.Layer.CreateCache().CopyTo(cache));
        Assert.Throws<ArgumentException>("cache", () => Full.Value.Layer.Forward(Full.Value.TokensFrom(0, 1), Ring.Value.Layer.CreateCache(), destination));
        Assert.Throws<ArgumentNullException>("cache", () => Full.Value.Layer.Forward(Full.Value.TokensFrom(0, 1), (KeyValueCache)null!, destination));
    }

    [Fact]
    public void Decoding_allocates_nothing()
    {
        foreach (SampleCache sample in new[] { Full.Value, Ring.Value })
        {
            KeyValueCache cache = sample.Filled(100);
            LayerOperands operands = sample.TokensFrom(100, 1);
            float[] destination = sample.NewOutputs(1);
            sample.Layer.Forward(operands, cache, destination);

            long before = GC.GetAllocatedBytesForCurrentThread();
            sample.Layer.Forward(operands, cache, destination);

            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        }
    }
}
