using System.Globalization;
using SpanAttention.Primitives;

namespace SpanAttention;

/// <summary>Cross-entropy of logits with the tokens that follow: the loss of a language model, and its gradient. In the canonical order, without overflow, and nothing is allocated.</summary>
public static class CrossEntropy
{
    /// <summary>A target that no token has: the logits' row is left out of the mean, and its gradient is 0.</summary>
    public const int NoTarget = -1;

    private const float Log2E = 1.4426950408889634f;

    private static readonly float Limit = Softmax.Limit(Log2E);

    /// <summary>
    /// loss = mean over tokens of −ln softmax(logits)_target; gradient = (softmax(logits) − 1 at the target) / tokens, the loss's slope by each logit.
    /// Logits beyond ±2.3587e38 count as that much, but −∞ stays: the loss is +∞ where it is the target's. A NaN makes it NaN.
    /// </summary>
    /// <param name="logits"><c>[tokens, vocabulary]</c>.</param>
    /// <param name="targets"><c>[tokens]</c>: the token that follows each, 0 to vocabulary − 1, or <see cref="NoTarget"/>.</param>
    /// <param name="gradient"><c>[tokens, vocabulary]</c>; may be longer. It may be the logits themselves, but must not overlap them otherwise.</param>
    /// <returns>The loss in nats: divided by ln 2, bits a token. 0 where no token has a target.</returns>
    /// <exception cref="ArgumentException">The logits are no whole rows, one a target, or the gradient is shorter, or overlaps them in part.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A target is neither in the vocabulary nor <see cref="NoTarget"/>; nothing is written then.</exception>
    public static double Mean(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets, Span<float> gradient)
    {
        int vocabulary = Vocabulary(logits, targets);
        int counted = Count(targets, vocabulary);
        SpanShape.AtLeast(gradient.Length, targets.Length, vocabulary, nameof(gradient), "tokens × vocabulary");
        SpanShape.SameOrDisjoint(gradient, logits.Length, logits, nameof(gradient), nameof(logits));

        float share = 1f / counted;
        double sum = 0;
        for (int token = 0; token < targets.Length; token++)
        {
            Span<float> slopes = gradient.Slice(token * vocabulary, vocabulary);
            if (targets[token] == NoTarget)
            {
                slopes.Clear();
                continue;
            }

            sum += Of(logits.Slice(token * vocabulary, vocabulary), targets[token], slopes);
            slopes[targets[token]] -= 1;
            Rows.Scale(ref slopes[0], vocabulary, share);
        }

        return counted == 0 ? 0 : sum / counted;
    }

    /// <summary>The loss of one token; its probabilities come in the place of its slopes.</summary>
    private static float Of(ReadOnlySpan<float> logits, int target, Span<float> probabilities)
    {
        float logit = logits[target];
        (RowShift shift, float sum) = Softmax.Apply(logits, Log2E, Limit, probabilities);
        if (sum == 0)
        {
            return float.PositiveInfinity;
        }

        // log2 of the target's weight: the exponent that it was made from
        float bounded = float.IsNegativeInfinity(logit) ? logit : Math.Clamp(logit, -Limit, Limit);
        float exponent = Lanes.MultiplyAdd(bounded - shift.Anchor, Log2E, -shift.Product);
        return (Logarithm.Log2(sum) - exponent) * LogSumExp.Ln2;
    }

    private static int Vocabulary(ReadOnlySpan<float> logits, ReadOnlySpan<int> targets)
    {
        int vocabulary = targets.IsEmpty ? 0 : logits.Length / targets.Length;
        if (logits.Length != (long)vocabulary * targets.Length || (vocabulary == 0 && !targets.IsEmpty))
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"logits holds {logits.Length} elements; [tokens, vocabulary] needs whole rows for {targets.Length} targets."), nameof(logits));
        }

        return vocabulary;
    }

    /// <summary>Checks the targets, and counts those that there are.</summary>
    private static int Count(ReadOnlySpan<int> targets, int vocabulary)
    {
        int counted = 0;
        for (int token = 0; token < targets.Length; token++)
        {
            int target = targets[token];
            if (target < NoTarget || target >= vocabulary)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(targets), target, string.Create(CultureInfo.InvariantCulture, $"targets[{token}] is {target}; it must be from 0 to {vocabulary - 1}, or {NoTarget} for none."));
            }

            counted += target == NoTarget ? 0 : 1;
        }

        return counted;
    }
}
