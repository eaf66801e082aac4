using System.Buffers.Binary;
using System.Security.Cryptography;
using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Saved caches hold the same tokens, and nothing else is taken for one. That a loaded cache goes on bit for bit is among the steps of <see cref="KeyValueCacheTests"/>.</summary>
public sealed class SavedCacheTests
{
    private const int HeaderLength = 48;
    private const int CheckLength = 32;
    private const int Tokens = 5;

    // Heads of a whole group of 16 dimensions, and three more.
    private static readonly LayerDeclaration Declaration = new()
    {
        InputDim = 3, OutputDim = 4, Heads = 2, KeyValueHeads = 2, HeadDim = 19, Causal = true, QueryKeyValueBias = true, ContextLength = 70,
    };

    private static readonly LayerDeclaration Ring = Declaration with { LeftWindow = 3, ContextLength = 1 };

    private static readonly Dictionary<CacheElement, Lazy<SampleCache>> Samples = Enum.GetValues<CacheElement>()
        .ToDictionary(static element => element, static element => new Lazy<SampleCache>(() => new SampleCache(Declaration with { CacheElement = element }, 100)));

    private static readonly Lazy<SampleCache> RingSample = new(static () => new SampleCache(Ring, 400));

    public static TheoryData<CacheElement> Elements => [.. Enum.GetValues<CacheElement>()];

    [Theory]
    [MemberData(nameof(Elements))]
    public void A_loaded_cache_goes_on_where_the_saved_one_would(CacheElement element)
    {
        SampleCache sample = Samples[element].Value;
        KeyValueCache cache = sample.Filled(37);
        KeyValueCache loaded = sample.Filled(60);
        loaded.Load(SavedCaches.Save(cache));

        float[] expected = sample.NewOutputs(20);
        sample.Layer.Forward(sample.TokensFrom(37, 20), cache, expected);
        float[] actual = sample.NewOutputs(20);
        sample.Layer.Forward(sample.TokensFrom(37, 20), loaded, actual);

        Assert.Null(Bits.Difference("outputs", expected, actual));
        Assert.Equal(SavedCaches.Save(cache), SavedCaches.Save(loaded));
    }

    [Fact]
    public void It_says_in_48_bytes_whose_it_is()
    {
        byte[] saved = SavedCaches.Save(Samples[CacheElement.Single].Value.Filled(Tokens));

        Assert.Equal("5370616E4B560D0A", Convert.ToHexString(saved.AsSpan(0, 8)));
        Assert.Equal([1, 0, 2, 19, 19, 70, -1, Tokens, 0, 0], Enumerable.Range(0, 10).Select(number => Number(saved, number)));
        Assert.Equal(HeaderLength + (Tokens * 2 * (19 + 19) * sizeof(float)) + CheckLength, saved.Length);
    }

    [Theory]
    [MemberData(nameof(Elements))]
    public void The_same_tokens_give_the_same_bytes_whatever_was_there_before(CacheElement element)
    {
        SampleCache sample = Samples[element].Value;
        KeyValueCache cache = sample.Filled(70);
        cache.TruncateTo(Tokens);

        Assert.Equal(SavedCaches.Save(sample.Filled(Tokens)), SavedCaches.Save(cache));
    }

    [Fact]
    public void A_ring_saves_what_it_still_holds()
    {
        KeyValueCache cache = RingSample.Value.Filled(300);
        KeyValueCache loaded = RingSample.Value.Layer.CreateCache();
        byte[] saved = SavedCaches.Save(cache);
        loaded.Load(saved);

        Assert.Equal(HeaderLength + ((300 - cache.Oldest) * 2 * (19 + 19) * sizeof(float)) + CheckLength, saved.Length);
        Assert.Equal((300, cache.Oldest), (loaded.Count, loaded.Oldest));
        float[] expected = RingSample.Value.NewOutputs(90);
        RingSample.Value.Layer.Forward(RingSample.Value.TokensFrom(300, 90), cache, expected);
        float[] actual = RingSample.Value.NewOutputs(90);
        RingSample.Value.Layer.Forward(RingSample.Value.TokensFrom(300, 90), loaded, actual);
        Assert.Null(Bits.Difference("outputs", expected, actual));
    }

    [SeededProperty(MaxTest = 200)]
    public Property A_changed_bit_is_noticed_and_nothing_loaded() => Prop.ForAll(
        Gen.Choose(0, int.MaxValue - 1).ToArbitrary(),
        static place =>
        {
            byte[] saved = SavedCaches.Save(Samples[CacheElement.Half].Value.Filled(Tokens));
            saved[place / 8 % saved.Length] ^= (byte)(1 << (place % 8));
            AssertRefused(saved);
        });

    [Fact]
    public void No_part_of_one_and_nothing_more_is_loaded()
    {
        byte[] saved = SavedCaches.Save(Samples[CacheElement.Half].Value.Filled(Tokens));
        for (int length = 0; length < saved.Length; length++)
        {
            AssertRefused(saved.AsSpan(0, length).ToArray());
        }

        AssertRefused([.. saved, 0]);
    }

    [Fact]
    public void Every_refusal_names_both()
    {
        byte[] saved = SavedCaches.Save(Samples[CacheElement.Half].Value.Filled(Tokens));
        const string Shape = "[70, 2, 19] (context × key/value heads × head dim)";

        Assert.StartsWith("source has 47 bytes; the header of a saved cache has 48.", Refusal(saved[..47]), StringComparison.Ordinal);
        Assert.StartsWith("source is no saved cache: it does not begin like one.", Refusal([1, .. saved[1..]]), StringComparison.Ordinal);
        Assert.StartsWith("source is a saved cache of version 2; version 1 is needed.", Refusal(With(saved, 0, 2)), StringComparison.Ordinal);
        Assert.StartsWith($"source is a saved cache of {Shape}; a saved cache of {Shape} of Half is needed.", Refusal(With(saved, 1, 0)), StringComparison.Ordinal);
        Assert.StartsWith($"source says that it holds tokens 0 to 71, which no cache of {Shape} of Half does.", Refusal(With(saved, 7, 71)), StringComparison.Ordinal);
        Assert.StartsWith($"source says that it holds tokens 64 to 5, which no cache of {Shape} of Half does.", Refusal(With(saved, 8, 64)), StringComparison.Ordinal);
        Assert.StartsWith($"source has 840 bytes; a saved cache of {Shape} of Half with 6 tokens has 992.", Refusal(With(saved, 7, 6)), StringComparison.Ordinal);
        Assert.StartsWith("source is damaged: its 840 bytes are not those that were saved.", Refusal([.. saved[..^1], (byte)~saved[^1]]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(300, 0)]
    [InlineData(300, 320)]
    [InlineData(300, 200)]
    [InlineData(int.MaxValue, 0)]
    public void A_ring_that_no_cache_can_be_is_refused_though_its_check_is_right(int count, int oldest)
    {
        byte[] saved = With(With(SavedCaches.Save(RingSample.Value.Filled(300)), 7, count), 8, oldest);
        SHA256.HashData(saved.AsSpan(0, saved.Length - CheckLength), saved.AsSpan(saved.Length - CheckLength));

        Assert.Throws<ArgumentException>("source", () => RingSample.Value.Layer.CreateCache().Load(saved));
    }

    [Fact]
    public void There_must_be_a_writer() =>
        Assert.Throws<ArgumentNullException>("destination", static () => Samples[CacheElement.Single].Value.Layer.CreateCache().Save(null!));

    private static void AssertRefused(byte[] bytes)
    {
        SampleCache sample = Samples[CacheElement.Half].Value;
        KeyValueCache cache = sample.Filled(3);
        byte[] before = SavedCaches.Save(cache);

        Assert.Throws<ArgumentException>("source", () => cache.Load(bytes));

        Assert.Equal(before, SavedCaches.Save(cache));
    }

    private static string Refusal(byte[] bytes) =>
        Assert.Throws<ArgumentException>("source", () => Samples[CacheElement.Half].Value.Layer.CreateCache().Load(bytes)).Message;

    private static int Number(byte[] saved, int index) => BinaryPrimitives.ReadInt32LittleEndian(saved.AsSpan(8 + (4 * index)));

    private static byte[] With(byte[] saved, int index, int number)
    {
        byte[] changed = [.. saved];
        BinaryPrimitives.WriteInt32LittleEndian(changed.AsSpan(8 + (4 * index)), number);
        return changed;
    }
}
