namespace SpanAttention.Benchmarks.Measuring;

/// <summary>Who goes when: another one is first in every round, and every second round runs backwards, so that none always follows the same other one.</summary>
internal static class Turns
{
    /// <summary>Indices of a round, such as 1, 2, 0 in round 2 for three.</summary>
    public static IEnumerable<int> Of(int round, int count) =>
        Enumerable.Range(0, count).Select(turn => ((round / 2) + (round % 2 == 0 ? turn : count - 1 - turn)) % count);
}
