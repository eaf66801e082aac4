using SpanAttention.Conformance.Tests.Cases;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Slopes are those of the paper, and declared ALiBi is the bias that others wrote out.</summary>
public sealed class AlibiSlopesTests
{
    [Fact]
    public void EightHeadsHaveThePapersSlopes() =>
        Assert.Equal([1.0 / 2, 1.0 / 4, 1.0 / 8, 1.0 / 16, 1.0 / 32, 1.0 / 64, 1.0 / 128, 1.0 / 256], AlibiSlopes.Of(8));

    [Fact]
    public void SixHeadsTakeTwoSlopesOfEight() =>
        Assert.Equal([1.0 / 4, 1.0 / 16, 1.0 / 64, 1.0 / 256, 1.0 / 2, 1.0 / 8], AlibiSlopes.Of(6));

    [Fact]
    public void OneHeadHasOneSlope() => Assert.Equal([1.0 / 256], AlibiSlopes.Of(1));

    [Fact]
    public void DeclaredSlopesPassTheCaseThatGivesThemAsABias()
    {
        AttentionCase source = TorchCases.Read(CaseNames.Find("sdpa_026_alibi_per_head"));
        AttentionShape shape = source.Shape with { Bias = AttentionBias.None, Alibi = true };
        foreach (AttentionCall call in source.Calls)
        {
            Assert.Null(call.Context.Difference(new CanonicalAttention(CanonicalArithmetic.Fused, shape).Forward(call.Inputs).Context));
            Assert.Null(call.Context.Difference(new CanonicalAttention(CanonicalArithmetic.Separate, shape).Forward(call.Inputs).Context));
            Assert.Null(call.Context.Difference(new DoubleAttention(shape).Forward(call.Inputs).Context));
        }
    }

    /// <summary>Up to eight heads have powers of two, whose products are exact: whether they are rounded shows from nine on.</summary>
    [Fact]
    public void ProductsOfSlopesThatAreNoPowersOfTwoHaveTheBitsOfTheReference()
    {
        AttentionDeclaration declaration = new(new AttentionShape { HeadDim = 2, ValueDim = 3, Heads = 12, KeyValueHeads = 12, Causal = true, Alibi = true });
        DeclarationSet set = new();
        set.Add(declaration);
        ICompiledAttention compiled = CompiledDeclarations.Compile(set).Find(declaration);

        Assert.Contains(AlibiSlopes.Of(12), static slope => !double.IsPow2(slope));
        Assert.All(new[] { 1, 3, 20 }, queries => Assert.Empty(
            AttentionBits.Differences(compiled, declaration, new AttentionTrial(declaration, queries, 70, 70, 7).Inputs(DataKind.Ordinary))));
    }
}
