using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Verification;

/// <summary>Says how many queries and keys the cases of a property have: short ones first, then those around what the shape declares and around tiles, at last far ones.</summary>
/// <remarks>Multiply-adds are counted for all cases of a property together: a shape whose pairs cost much has longer tokens by fewer of the others, and not fewer tokens.</remarks>
internal sealed class CaseLengths(AttentionShape shape, Reach reach, int cases, bool queriesAreLastKeys)
{
    private const long ShortWork = 100_000;
    private const long MiddleWork = 320_000;
    private const long FarWork = 2_400_000;

    // In hundredths of the cases, and at least one of each; of many cases no more than so many. Where a far one costs what all may, a quarter are far, or middle; where there are as many queries as keys, half are far.
    private const int FarShare = 3;
    private const int MiddleShare = 32;
    private const int MostFar = 8;
    private const int MostMiddle = 64;

    // What a pair costs beside its products: an exponential, and what looks whether it is seen.
    private const int Overhead = 32;

    // The smallest of tiles and blocks that are usual.
    private const int Tile = 16;

    private const int Farthest = 1025;
    private const int FarthestQuery = 257;

    private static readonly int[] Short = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 31, 32, 33];
    private static readonly int[] Middle = [33, 47, 48, 49, 63, 64, 65, 66, 80, 96, 127, 128, 129, 130];
    private static readonly int[] FarKeys = [131, 191, 192, 193, 255, 256, 257, 320, 511, 512, 513, 640, 1000, 1023, 1024, Farthest];
    private static readonly int[] FarQueries = [127, 128, 129, 130, 131, 160, 191, 192, 193, 255, 256, FarthestQuery];
    private static readonly int[] Others = [1, 1, 2, 3, 5, 8, 16, 17, 33, 64, 65, 129, 256, 257];

    private readonly long pair = PairWork(shape);
    private readonly int[] around = [.. Around(shape)];
    private readonly int farCases = reach < Reach.Far ? 0 : Math.Clamp(cases * FarShare / 100 / (IsWide(shape) ? 4 : shape.SelfAttention ? 2 : 1), 1, MostFar);
    private readonly int middleCases = reach < Reach.Middle ? 0 : Math.Clamp(cases * MiddleShare / 100 / (IsWide(shape) ? 4 : 1), 1, MostMiddle);

    private static bool IsWide(AttentionShape shape) => PairWork(shape) * Farthest > FarWork;

    private static long PairWork(AttentionShape shape) => (long)shape.Heads * (shape.HeadDim + shape.ValueDim + Overhead);

    /// <summary>Queries and keys of a case; its number is FsCheck's size.</summary>
    public Gen<(int Queries, int Keys)> Pairs => Gen.Sized(number => Declared(Pair(cases - number)));

    /// <summary>Tells whether the case of a number is one of the long ones.</summary>
    public bool AreFar(int number) => cases - number < 2 * farCases;

    private Gen<(int Queries, int Keys)> Pair(int left) => left switch
    {
        _ when left == farCases - 1 => First(Gen.Constant(FarthestQuery), FarWork, queriesFirst: true),
        _ when left < farCases => First(OneOf(FarQueries), FarWork, queriesFirst: true),
        _ when left == (2 * farCases) - 1 => First(farCases == 1 ? Gen.OneOf(Gen.Constant(FarthestKey), SomeFarKeys) : Gen.Constant(FarthestKey), FarWork, queriesFirst: false),
        _ when left < 2 * farCases => First(SomeFarKeys, FarWork, queriesFirst: false),
        _ when left < (2 * farCases) + middleCases => First(MiddleLength(left - (2 * farCases)), MiddleWork, queriesFirst: left % 4 == 0),
        _ => First(Gen.Elements(Short.Where(length => length <= Math.Max(3, ShortWork / pair)).ToArray()), ShortWork, queriesFirst: left % 2 == 0),
    };

    // One in two by what it leaves of a tile, every rest in turn where there are enough of them; the others listed, or any.
    private Gen<int> MiddleLength(int left) => left % 2 == 0
        ? OneOf([.. Middle, .. around.Where(static length => length <= Middle[^1])])
        : from tiles in Gen.Choose(2, (Middle[^1] / Tile) - 1)
          from rest in middleCases < 2 * Tile ? Gen.Choose(0, Tile - 1) : Gen.Constant(left / 2 % Tile)
          select (tiles * Tile) + rest;

    // Now and then any length between, as what is left of a tile may be any number.
    private static Gen<int> OneOf(int[] lengths) => Gen.Frequency((2, Gen.Elements(lengths)), (1, Gen.Choose(lengths.Min(), lengths.Max())));

    private Gen<int> SomeFarKeys => OneOf([.. FarKeys, .. around.Where(static length => length > Middle[^1])]);

    private int FarthestKey => around.Append(Farthest).Where(length => length == Farthest || length * pair <= 4 * FarWork).Max();

    // One length, and the other so that both cost no more than they may.
    private Gen<(int Queries, int Keys)> First(Gen<int> lengths, long work, bool queriesFirst) =>
        from first in lengths
        from second in Gen.Elements(Affordable(first, work))
        select queriesFirst ? (first, second) : (second, first);

    // As many of the others as of the first, often: that is what self-attention is called with.
    private int[] Affordable(int first, long work) => [.. Others.Append(first).Append(first).Append(first).Where(length => length == 1 || length * first * pair <= work)];

    private Gen<(int Queries, int Keys)> Declared(Gen<(int Queries, int Keys)> pairs) => pairs.Select(lengths =>
    {
        int queries = shape.QueryLength > 0 ? shape.QueryLength : lengths.Queries;
        int keys = shape.KeyLength > 0 ? shape.KeyLength : lengths.Keys;
        return shape.SelfAttention ? Tokens(Math.Max(queries, keys)) : queriesAreLastKeys ? LastKeys(queries, keys) : (queries, keys);
    });

    // Queries and keys that are one: as many as cost what long cases may.
    private (int Queries, int Keys) Tokens(int tokens)
    {
        int few = shape.QueryLength > 0 ? tokens : Math.Min(tokens, MostTokens);
        return (few, few);
    }

    private int MostTokens => Math.Max(3, (int)Math.Sqrt(4.0 * FarWork / pair));

    // More keys where they may be, or fewer queries.
    private (int Queries, int Keys) LastKeys(int queries, int keys)
    {
        return shape.KeyLength == 0 && queries > keys && queries <= MostTokens ? (queries, queries) : (shape.QueryLength > 0 ? queries : Math.Min(queries, keys), Math.Max(keys, shape.KeyLength == 0 ? shape.QueryLength : 0));
    }

    // The first length at which a window hides a key, and those around it; and a tile later.
    private static IEnumerable<int> Around(AttentionShape shape) =>
        from window in new[] { shape.LeftWindow, shape.RightWindow }
        where window is >= 0 and < int.MaxValue / 2
        from beyond in new[] { 0, 1, 2, 3, 17, 64, 65, 66 }
        where window + beyond > 0
        select window + beyond;
}
