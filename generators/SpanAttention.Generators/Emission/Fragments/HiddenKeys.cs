using SpanAttention.Generators.Model;

namespace SpanAttention.Generators.Emission.Fragments;

/// <summary>Condition for lanes of a vector of scores to belong to keys that the row does not see.</summary>
internal static class HiddenKeys
{
    /// <summary>Tells whether positions are compared in lanes, or ALiBi counts them.</summary>
    public static bool NeedDistance(AttentionSpec spec) => spec.HasPositions;

    /// <summary>The condition as a vector of masks; empty where none is hidden.</summary>
    /// <param name="spec">The declared attention.</param>
    /// <param name="beyond">What the regime hides itself, such as keys beyond an edge; null where the edge is compared here.</param>
    public static string Condition(AttentionSpec spec, string? beyond = null) => string.Join(" | ", Conditions(spec, beyond));

    private static IEnumerable<string> Conditions(AttentionSpec spec, string? beyond)
    {
        if (beyond is not null)
        {
            yield return beyond;
        }
        else if (spec.RightBound is { } right)
        {
            yield return $"VectorN.LessThan({ScoreStep.Distance}, {(right == 0 ? "VectorN<int>.Zero" : "VectorN.Create(-RightWindow)")}).AsSingle()";
        }

        if (spec.LeftWindow is not null)
        {
            yield return $"VectorN.GreaterThan({ScoreStep.Distance}, VectorN.Create(LeftWindow)).AsSingle()";
        }

        if (spec.HasPairs)
        {
            yield return $"VectorN.Equals({ScoreStep.PairBias}, VectorN.Create(float.NegativeInfinity))";
        }
    }
}
