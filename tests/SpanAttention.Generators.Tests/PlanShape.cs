using FsCheck;
using FsCheck.Fluent;

namespace SpanAttention.Generators.Tests;

/// <summary>What a plan depends on.</summary>
public sealed record PlanShape(int HeadDim, int ValueDim, int QueryLength, bool HasPairs, bool HasDropout)
{
    /// <summary>Shapes of every order of magnitude, heads far wider than the stack among them; a query length of 0 is undeclared.</summary>
    public static Arbitrary<PlanShape> Arbitrary()
    {
        Gen<int> dims = Gen.OneOf(Gen.Choose(1, 16), Gen.Choose(17, 256), Gen.Choose(257, 2_000), Gen.Choose(2_001, 100_000));
        Gen<int> lengths = Gen.OneOf(Gen.Constant(0), Gen.Choose(1, 100), Gen.Choose(101, 1_000_000));
        return Arb.From(
            from headDim in dims
            from valueDim in dims
            from fillsVectors in Gen.Elements(false, true)
            from queryLength in lengths
            from hasPairs in Gen.Elements(false, true)
            from hasDropout in Gen.Elements(false, true)
            select new PlanShape(headDim, fillsVectors ? (valueDim + 15) / 16 * 16 : valueDim, queryLength, hasPairs, hasDropout));
    }

    /// <summary>Value dimensions whose contexts need scratch: none where they fill vectors.</summary>
    public int ScratchValueDim => ValueDim % 16 == 0 ? 0 : ValueDim;

    /// <summary>Tiles of floats over keys and rows of a block: the scores, and what options lay beside them.</summary>
    public int Tiles => 1 + (HasPairs ? 1 : 0) + (HasDropout ? 1 : 0);
}
