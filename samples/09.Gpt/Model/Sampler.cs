using SpanAttention;

namespace GptModel;

/// <summary>Draws tokens by their logits. The same seed and the same logits give the same tokens on every machine: probabilities come from the library's softmax, sums are of doubles in a written order, and random numbers are those of <see cref="SplitMix64"/>.</summary>
/// <remarks>
/// <para>1. probability_i = softmax(logits / temperature)_i; with temperature 0 the token is that of the largest logit, the first one of several.</para>
/// <para>2. Tokens are sorted, the likeliest first, and of equally likely ones the one with the least number. The first K are kept.</para>
/// <para>3. Of these the fewest are kept whose sum, added one by one in this order, is at least P times the sum of all.</para>
/// <para>4. The token is the first one in this order whose sum with all before it is above u times the sum of all that are kept, with u a multiple of 2⁻⁵³ from 0 to below 1.</para>
/// <para>Where nothing is left out, the order is that of the vocabulary.</para>
/// </remarks>
/// <param name="sampling">How a token is chosen.</param>
/// <param name="seed">Where the random numbers begin.</param>
/// <param name="vocabulary">Logits of a call.</param>
public sealed class Sampler(Sampling sampling, ulong seed, int vocabulary)
{
    private readonly SplitMix64 random = new(seed);
    private readonly float[] probabilities = new float[vocabulary];
    private readonly ulong[] candidates = new ulong[vocabulary];

    /// <summary>Draws a token. Nothing is allocated.</summary>
    /// <param name="logits">[vocabulary].</param>
    /// <exception cref="ArgumentException">There are more or fewer logits, one is NaN, or all are −∞.</exception>
    public int Draw(ReadOnlySpan<float> logits)
    {
        if (logits.Length != vocabulary)
        {
            throw new ArgumentException($"logits holds {logits.Length} floats; the vocabulary has {vocabulary}.", nameof(logits));
        }

        if (sampling.Temperature == 0)
        {
            return Largest(logits);
        }

        Softmax.Apply(logits, sampling.Temperature, probabilities);
        if (!(probabilities.AsSpan().ContainsAnyExcept(0f) && !float.IsNaN(probabilities[0])))
        {
            throw NoLogits();
        }

        return sampling.TopK == 0 && sampling.TopP == 1 ? DrawFromAll() : DrawFrom(Kept());
    }

    private static int Largest(ReadOnlySpan<float> logits)
    {
        int largest = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            largest = logits[token] > logits[largest] ? token : largest;
            if (float.IsNaN(logits[token]))
            {
                throw NoLogits();
            }
        }

        return float.IsNegativeInfinity(logits[largest]) ? throw NoLogits() : largest;
    }

    private static ArgumentException NoLogits() => new("logits holds NaN, or nothing but −∞: no token can be drawn.", "logits");

    private int DrawFromAll()
    {
        double sum = 0;
        foreach (float probability in probabilities)
        {
            sum += probability;
        }

        double drawn = random.NextUnit() * sum;
        double before = 0;
        int last = 0;
        for (int token = 0; token < probabilities.Length; token++)
        {
            before += probabilities[token];
            last = probabilities[token] > 0 ? token : last;
            if (before > drawn)
            {
                return token;
            }
        }

        return last;
    }

    private int DrawFrom(ReadOnlySpan<ulong> kept)
    {
        double drawn = random.NextUnit() * Sum(kept);
        double before = 0;
        foreach (ulong candidate in kept)
        {
            before += Probability(candidate);
            if (before > drawn)
            {
                return Token(candidate);
            }
        }

        return Token(kept[^1]);
    }

    /// <summary>The tokens that may be drawn, sorted.</summary>
    private ReadOnlySpan<ulong> Kept()
    {
        int count = 0;
        for (int token = 0; token < probabilities.Length; token++)
        {
            if (probabilities[token] > 0)
            {
                candidates[count++] = Candidate(token);
            }
        }

        Span<ulong> sorted = candidates.AsSpan(0, count);
        sorted.Sort();
        sorted = sampling.TopK > 0 && sampling.TopK < count ? sorted[..sampling.TopK] : sorted;
        double enough = sampling.TopP * Sum(sorted);
        double sum = 0;
        for (int index = 0; index < sorted.Length; index++)
        {
            sum += Probability(sorted[index]);
            if (sum >= enough)
            {
                return sorted[..(index + 1)];
            }
        }

        return sorted;
    }

    // Bits of positive floats order like the floats. Complemented, the likeliest comes first; below them is the token.
    private ulong Candidate(int token) => ((ulong)~BitConverter.SingleToUInt32Bits(probabilities[token]) << 32) | (uint)token;

    private static int Token(ulong candidate) => (int)(uint)candidate;

    private static double Probability(ulong candidate) => BitConverter.UInt32BitsToSingle(~(uint)(candidate >> 32));

    private static double Sum(ReadOnlySpan<ulong> candidates)
    {
        double sum = 0;
        foreach (ulong candidate in candidates)
        {
            sum += Probability(candidate);
        }

        return sum;
    }
}
