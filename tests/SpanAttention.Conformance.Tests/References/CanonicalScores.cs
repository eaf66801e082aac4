using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of a score, from query · key to what the softmax is taken of.</summary>
public sealed class CanonicalScores(CanonicalArithmetic arithmetic, AttentionShape shape)
{
    private const int PartialSums = 16;

    private readonly float scale = (float)shape.Scale;
    private readonly float cap = (float)(shape.SoftCap ?? 0);
    private readonly float[] slopes = [.. AlibiSlopes.Of(shape.Heads).Select(slope => (float)slope)];

    /// <summary>Whether scores are summed in 16 partial sums, where they divide the head dimension.</summary>
    public bool InPartialSums { get; init; }

    /// <summary>The numbers of <see cref="ScoreStage"/>.</summary>
    public float Staged(AttentionRow row, int key, ScoreStage stage) => stage switch
    {
        ScoreStage.Raw => Product(row, key),
        ScoreStage.Scaled => Scaled(row, key),
        ScoreStage.Capped => Capped(Scaled(row, key)),
        _ => row.IsVisible(key) ? Biased(row, key) : float.NegativeInfinity,
    };

    /// <summary>What the softmax is taken of: the score in natural units where anything is added to it, else query · key.</summary>
    public float Logit(AttentionRow row, int key) => shape.HasNaturalUnits ? Biased(row, key) : Product(row, key);

    /// <summary>What a soft cap changes a score by, for each unit that its scaled product changes.</summary>
    public float CapSlope(AttentionRow row, int key)
    {
        float tangent = arithmetic.Tanh(Scaled(row, key) / cap);
        return arithmetic.MultiplyAdd(-tangent, tangent, 1);
    }

    private float Product(AttentionRow row, int key) =>
        InPartialSums && shape.HeadDim % PartialSums == 0 ? FoldedDot(row.Query, row.Key(key)) : Dot(row.Query, row.Key(key));

    private float Scaled(AttentionRow row, int key) => Product(row, key) * scale;

    private float Capped(float score) => shape.SoftCap is null ? score : cap * arithmetic.Tanh(score / cap);

    private float Biased(AttentionRow row, int key)
    {
        float score = Capped(Scaled(row, key));
        score = shape.Bias == AttentionBias.None ? score : score + row.Bias(key);
        return shape.Alibi ? arithmetic.MultiplyAdd(-slopes[row.Head], row.Distance(key), score) : score;
    }

    private float Dot(ReadOnlySpan<float> query, ReadOnlySpan<float> key)
    {
        float score = 0;
        for (int x = 0; x < query.Length; x++)
        {
            score = arithmetic.MultiplyAdd(query[x], key[x], score);
        }

        return score;
    }

    private float FoldedDot(ReadOnlySpan<float> query, ReadOnlySpan<float> key)
    {
        float[] partial = new float[PartialSums];
        for (int x = 0; x < query.Length; x++)
        {
            partial[x % PartialSums] = arithmetic.MultiplyAdd(query[x], key[x], partial[x % PartialSums]);
        }

        for (int half = PartialSums / 2; half > 0; half /= 2)
        {
            for (int lane = 0; lane < half; lane++)
            {
                partial[lane] += partial[lane + half];
            }
        }

        return partial[0];
    }
}
