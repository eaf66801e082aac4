using SpanAttention.Conformance.Tests.Generation;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>A cache and the list of tokens that it must be like.</summary>
/// <param name="sample">The layer, and the tokens by number.</param>
/// <param name="capacity">Tokens that are added at most.</param>
/// <param name="leftWindow">Earlier tokens that a token sees, of a ring; otherwise null.</param>
public sealed class CacheOracle(SampleCache sample, int capacity, int? leftWindow)
{
    private const int Tile = 64;

    private readonly KeyValueCache cache = sample.Layer.CreateCache();
    private List<int> tokens = [];
    private int oldest;

    /// <summary>Adds tokens: their outputs are those of a call with all tokens of the list.</summary>
    public void Add(IEnumerable<int> numbers)
    {
        int[] added = [.. numbers.Take(capacity - tokens.Count)];
        tokens.AddRange(added);
        oldest = Math.Max(oldest, OldestOf(tokens.Count));
        float[] all = sample.NewOutputs(tokens.Count);
        sample.Layer.Forward(sample.Tokens(tokens), all);
        float[] outputs = sample.NewOutputs(added.Length);
        sample.Layer.Forward(sample.Tokens(added), cache, outputs);
        Assert.Null(Bits.Difference("outputs", all.AsSpan(all.Length - outputs.Length), outputs));
    }

    public void TruncateToThousandths(int thousandths)
    {
        int kept = tokens.Count * thousandths / 999;
        if (Math.Max(0, kept - (leftWindow ?? kept)) < oldest)
        {
            Assert.Throws<ArgumentOutOfRangeException>("count", () => cache.TruncateTo(kept));
            return;
        }

        tokens.RemoveRange(kept, tokens.Count - kept);
        cache.TruncateTo(kept);
    }

    public void Reset()
    {
        tokens.Clear();
        oldest = 0;
        cache.Reset();
    }

    public void CopyTo(CacheOracle other)
    {
        other.tokens = [.. tokens];
        other.oldest = oldest;
        cache.CopyTo(other.cache);
    }

    /// <summary>Saves one and loads the other; what the other held before is in none of its bytes.</summary>
    public void SaveTo(CacheOracle other)
    {
        other.tokens = [.. tokens];
        other.oldest = oldest;
        byte[] saved = SavedCaches.Save(cache);
        other.cache.Load(saved);
        Assert.Equal(saved, SavedCaches.Save(other.cache));
    }

    public void AssertCounts()
    {
        Assert.Equal(tokens.Count, cache.Count);
        Assert.Equal(oldest, cache.Oldest);
    }

    /// <summary>Carries out steps on two caches of a layer.</summary>
    public static void Run(CacheStep[] steps, Func<CacheOracle> create, int numbers)
    {
        CacheOracle current = create();
        CacheOracle other = create();
        int next = 0;
        foreach (CacheStep step in steps)
        {
            switch (step.Action)
            {
                case CacheAction.Add or CacheAction.Decode:
                    int count = step.Action == CacheAction.Decode ? 1 : step.Thousandths / 12;
                    current.Add(Enumerable.Range(next, count).Select(number => number % numbers));
                    next += count;
                    break;
                case CacheAction.Truncate:
                    current.TruncateToThousandths(step.Thousandths);
                    break;
                case CacheAction.Reset:
                    current.Reset();
                    break;
                case CacheAction.CopyToOther:
                    current.CopyTo(other);
                    break;
                case CacheAction.SaveToOther:
                    current.SaveTo(other);
                    break;
                default:
                    (current, other) = (other, current);
                    break;
            }

            current.AssertCounts();
        }
    }

    // A ring has room for its window and one tile more, each rounded up to whole tiles, and takes tokens tile by tile.
    private int OldestOf(int count) => leftWindow is { } window ? Math.Max(0, WholeTiles(count) - WholeTiles(window) - Tile) : 0;

    private static int WholeTiles(int count) => (count + Tile - 1) / Tile * Tile;
}
