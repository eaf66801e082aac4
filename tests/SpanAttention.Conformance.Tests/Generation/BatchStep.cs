using FsCheck;
using FsCheck.Fluent;
using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Tokens that several caches get by one call, and what is then done to one of them.</summary>
/// <param name="Counts">Tokens for each.</param>
/// <param name="Action">Done to one cache and the next; nothing where it adds tokens.</param>
/// <param name="Index">The cache.</param>
/// <param name="Thousandths">Tokens to keep where it is truncated.</param>
public sealed record BatchStep(IReadOnlyList<int> Counts, CacheAction Action, int Index, int Thousandths)
{
    private const int Caches = 4;

    private static readonly CacheAction[] Actions = [CacheAction.Add, CacheAction.Add, CacheAction.Truncate, CacheAction.Reset, CacheAction.CopyToOther, CacheAction.SaveToOther];

    /// <summary>Sequences of steps, shrunk by leaving some out.</summary>
    public static Arbitrary<BatchStep[]> Sequences { get; } = Arb.From(
        (from counts in Gen.Constant(1).ListOf(Caches).Or(Gen.Elements(0, 1, 2, 5, 17, 40, 65).ListOf(Caches))
         from action in Gen.Elements(Actions)
         from index in Gen.Choose(0, Caches - 1)
         from thousandths in Gen.Choose(0, 999)
         select new BatchStep([.. counts], action, index, thousandths)).ArrayOf(),
        static steps => Enumerable.Range(0, steps.Length).Select(left => steps.Where((_, position) => position != left).ToArray()));

    /// <summary>Carries out steps on caches of a layer, whose order in a batch is another each time.</summary>
    public static void Run(BatchStep[] steps, Func<CacheOracle> create, int numbers)
    {
        CacheOracle[] oracles = [.. Enumerable.Range(0, Caches).Select(_ => create())];
        int next = 0;
        foreach (BatchStep step in steps)
        {
            CacheOracle.AddTogether([.. oracles.Skip(step.Index), .. oracles.Take(step.Index)], step.Counts, next, numbers);
            next += step.Counts.Sum();
            step.Act(oracles[step.Index], oracles[(step.Index + 1) % Caches]);
        }
    }

    private void Act(CacheOracle one, CacheOracle other)
    {
        switch (Action)
        {
            case CacheAction.Truncate:
                one.TruncateToThousandths(Thousandths);
                break;
            case CacheAction.Reset:
                one.Reset();
                break;
            case CacheAction.CopyToOther:
                one.CopyTo(other);
                break;
            case CacheAction.SaveToOther:
                one.SaveTo(other);
                break;
        }
    }
}
