using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>What is done to one of two caches, with a number: of tokens to add, or of those to keep, in thousandths.</summary>
public sealed record CacheStep(CacheAction Action, int Thousandths)
{
    private static readonly CacheAction[] Actions =
    [
        CacheAction.Add, CacheAction.Add, CacheAction.Decode, CacheAction.Decode, CacheAction.Decode,
        CacheAction.Truncate, CacheAction.CopyToOther, CacheAction.SaveToOther, CacheAction.Switch, CacheAction.Reset,
    ];

    /// <summary>Sequences of steps, shrunk by leaving some out.</summary>
    public static Arbitrary<CacheStep[]> Sequences { get; } = Arb.From(
        (from action in Gen.Elements(Actions)
         from thousandths in Gen.Choose(0, 999)
         select new CacheStep(action, thousandths)).ArrayOf(),
        Shrink);

    private static IEnumerable<CacheStep[]> Shrink(CacheStep[] steps) =>
        Enumerable.Range(0, steps.Length).Select(index => steps.Where((_, position) => position != index).ToArray());
}
