using System.Globalization;

namespace SpanAttention;

/// <summary>
/// The order in which examples are learned from: each once an epoch, every epoch in another order, all of it from one seed. A batch is the next so many places; where training is resumed, the number of places that
/// were used is all there is to know.
/// </summary>
/// <remarks>
/// Epoch e shuffles 0 … count − 1 from the last place down (Fisher and Yates): for i = count − 1 … 1 places i and <see cref="SplitMix64.NextBelow"/>(i + 1) are swapped, by a <see cref="SplitMix64"/> whose seed is
/// the number e (from 0) that one of the given seed draws.
/// </remarks>
/// <example><code>
/// for (int index = 0; index &lt; batch.Length; index++)
/// {
///     batch[index] = order[(step * batch.Length) + index];
/// }
/// </code></example>
public sealed class SeededOrder
{
    private readonly ulong seed;
    private readonly int[] places;
    private long shuffledEpoch = -1;

    /// <summary>An order.</summary>
    /// <param name="count">Examples, at least 1.</param>
    /// <param name="seed">Any number; the same one gives the same order on every machine.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is 0 or negative.</exception>
    [CLSCompliant(false)]
    public SeededOrder(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        this.seed = seed;
        places = new int[count];
    }

    /// <summary>Examples of an epoch.</summary>
    public int Count => places.Length;

    /// <summary>The example at a place, 0 to <see cref="Count"/> − 1. Places go on from epoch to epoch; one of another epoch than the last asked for costs a shuffle. Nothing is allocated.</summary>
    /// <param name="place">The place, from 0 on.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="place"/> is negative.</exception>
    public int this[long place]
    {
        get
        {
            if (place < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(place), place, string.Create(CultureInfo.InvariantCulture, $"place is {place}; places are counted from 0."));
            }

            (long epoch, long index) = Math.DivRem(place, places.Length);
            if (epoch != shuffledEpoch)
            {
                Shuffle(epoch);
            }

            return places[index];
        }
    }

    private void Shuffle(long epoch)
    {
        for (int place = 0; place < places.Length; place++)
        {
            places[place] = place;
        }

        ulong epochSeed = SplitMix64.At(seed, epoch);
        for (int last = places.Length - 1; last > 0; last--)
        {
            int other = SplitMix64.Below(SplitMix64.At(epochSeed, places.Length - 1 - last), last + 1);
            (places[last], places[other]) = (places[other], places[last]);
        }

        shuffledEpoch = epoch;
    }
}
