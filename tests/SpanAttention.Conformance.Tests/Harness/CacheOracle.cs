using SpanAttention.Conformance.Tests.Generation;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>A cache and the list of tokens that it must be like.</summary>
/// <param name="sample">The layer, and the tokens by number.</param>
/// <param name="capacity">Tokens that are added at most.</param>
/// <param name="leftWindow">Earlier tokens that a token sees, of a ring; otherwise null.</param>
public sealed class CacheOracle(SampleCache sample, int capacity, int? leftWindow)
{
    private const int Tile = 64;

    private readonly SampleCache source = sample;
    private readonly KeyValueCache cache = sample.Layer.CreateCache();
    private List<int> tokens = [];
    private int oldest;

    private int Room => capacity - tokens.Count;

    /// <summary>Adds tokens: their outputs are those of a call with all tokens of the list.</summary>
    public void Add(IEnumerable<int> numbers)
    {
        int[] added = [.. numbers.Take(Room)];
        float[] expected = Follow(added);
        float[] outputs = source.NewOutputs(added.Length);
        source.Layer.Forward(source.Tokens(added), cache, outputs);
        Assert.Null(Bits.Difference("outputs", expected, outputs));
    }

    /// <summary>Adds tokens to several, by one call: their outputs are those of calls of their own.</summary>
    /// <param name="oracles">Caches of one layer.</param>
    /// <param name="counts">Tokens for each, unless fewer fit.</param>
    /// <param name="next">The first token's number.</param>
    /// <param name="numbers">Tokens that there are.</param>
    public static void AddTogether(IReadOnlyList<CacheOracle> oracles, IReadOnlyList<int> counts, int next, int numbers)
    {
        int[][] added = [.. oracles.Select((oracle, index) => Enumerable.Range(next + (37 * index), counts[index]).Select(number => number % numbers).Take(oracle.Room).ToArray())];
        float[] expected = [.. oracles.SelectMany((oracle, index) => oracle.Follow(added[index]))];
        float[] outputs = new float[expected.Length];
        LayerOperands operands = oracles[0].source.Tokens(added.SelectMany(static tokens => tokens));
        KeyValueCache[] caches = [.. oracles.Select(static oracle => oracle.cache)];
        if (added.All(static tokens => tokens.Length == 1))
        {
            oracles[0].source.Layer.Forward(operands, caches, outputs);
        }
        else
        {
            oracles[0].source.Layer.Forward(operands, [.. added.Select(static tokens => tokens.Length)], caches, outputs);
        }

        Assert.Null(Bits.Difference("outputs", expected, outputs));
        Assert.All(oracles, static oracle => oracle.AssertCounts());
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

    /// <summary>Adds tokens to the list alone: their outputs, by a call with all tokens of the list.</summary>
    private float[] Follow(int[] added)
    {
        tokens.AddRange(added);
        oldest = Math.Max(oldest, OldestOf(tokens.Count));
        float[] all = source.NewOutputs(tokens.Count);
        source.Layer.Forward(source.Tokens(tokens), all);
        return all[^source.NewOutputs(added.Length).Length..];
    }

    private static int WholeTiles(int count) => (count + Tile - 1) / Tile * Tile;
}
