using Microsoft.CodeAnalysis.CodeFixes;
using SpanAttention.CodeFixes;

namespace SpanAttention.Generators.Tests;

/// <summary>A fix turns the wrong code of a rule's page into the right one.</summary>
public sealed class CodeFixTests
{
    private static readonly CodeFixProvider MakePartial = new MakePartialFix();
    private static readonly CodeFixProvider DeclareNeeded = new DeclareNeededFix();
    private static readonly CodeFixProvider NearestDivisor = new NearestDivisorFix();
    private static readonly CodeFixProvider ExchangeArguments = new ExchangeArgumentsFix();
    private static readonly CodeFixProvider RemoveArgument = new RemoveArgumentFix();

    [Theory]
    [InlineData("SPAT001")]
    [InlineData("SPAT002")]
    public async Task MakesThePagesTypePartial(string id) =>
        Assert.Equal(new DiagnosticsPage(id).Right, await FixHarness.Apply(new DiagnosticsPage(id).Wrong, MakePartial));

    [Theory]
    [InlineData("SPAT026")]
    [InlineData("SPAT028")]
    [InlineData("SPAT029")]
    public async Task DeclaresWhatThePagesArgumentNeeds(string id) =>
        Assert.Equal(new DiagnosticsPage(id).Right, await FixHarness.Apply(new DiagnosticsPage(id).Wrong, DeclareNeeded));

    [Fact]
    public async Task DeclaresAsTrueWhatIsDeclaredAsFalse() =>
        Assert.Equal(
            "[SpanAttention.Attention(Dropout = true, HeadDim = 4, DropoutRate = 0.1)] partial struct Squad;",
            await FixHarness.Apply("[SpanAttention.Attention(Dropout = false, HeadDim = 4, DropoutRate = 0.1)] partial struct Squad;", DeclareNeeded));

    [Fact]
    public async Task DeclaresANormByTheNameThatTheAttributeHas() =>
        Assert.Equal(
            "[SpanAttention.MultiHeadAttention(QkNorm = SpanAttention.QkNorm.Head, InputDim = 4, QkNormEpsilon = 0.1)] sealed partial class Squad;",
            await FixHarness.Apply("[SpanAttention.MultiHeadAttention(QkNorm = SpanAttention.QkNorm.None, InputDim = 4, QkNormEpsilon = 0.1)] sealed partial class Squad;", DeclareNeeded));

    [Fact]
    public async Task OffersThePagesDivisor() =>
        Assert.Equal(new DiagnosticsPage("SPAT007").Right, await FixHarness.Apply(new DiagnosticsPage("SPAT007").Wrong, NearestDivisor));

    [Fact]
    public async Task RemovesThePagesArgument() =>
        Assert.Equal(new DiagnosticsPage("SPAT107").Right, await FixHarness.Apply(new DiagnosticsPage("SPAT107").Wrong, RemoveArgument));

    [Theory]
    [InlineData("(Alignment = SpanAttention.QueryAlignment.TopLeft, HeadDim = 4)", "(HeadDim = 4)")]
    [InlineData("(HeadDim = 4, Alignment = SpanAttention.QueryAlignment.TopLeft, Heads = 2)", "(HeadDim = 4, Heads = 2)")]
    [InlineData("(\n    HeadDim = 4,\n    Alignment = SpanAttention.QueryAlignment.TopLeft)", "(\n    HeadDim = 4)")]
    public async Task RemovesAnArgumentWithItsComma(string wrong, string right) =>
        Assert.Equal($"[SpanAttention.Attention{right}] partial struct Squad;", await FixHarness.Apply($"[SpanAttention.Attention{wrong}] partial struct Squad;", RemoveArgument));

    [Fact]
    public async Task ExchangesThePagesArguments() =>
        Assert.Equal(new DiagnosticsPage("SPAT102").Right, await FixHarness.Apply(new DiagnosticsPage("SPAT102").Wrong, ExchangeArguments));

    [Theory]
    [InlineData("Squad.Forward(queries, values, /* what is offered */ keys, result);", "Squad.Forward(queries, keys, /* what is offered */ values, result);", "Exchange values and keys")]
    [InlineData("Squad.Forward(value: keys, key: values, query: queries, destination: result);", "Squad.Forward(value: values, key: keys, query: queries, destination: result);", "Exchange values and keys")]
    [InlineData("Squad.Forward(keys.AsSpan(0, 4), queries.AsSpan(4, 4), values, result);", "Squad.Forward(queries.AsSpan(4, 4), keys.AsSpan(0, 4), values, result);", "Exchange keys.AsSpan(0, 4) and queries.AsSpan(4, 4)")]
    public async Task ExchangesArgumentsAndLeavesTheirPlacesAsTheyAre(string wrong, string right, string title)
    {
        const string source =
            """
            using System;

            [SpanAttention.Attention(HeadDim = 4)]
            partial struct Squad
            {
                public static void Think(float[] queries, float[] keys, float[] values, float[] result) => call;
            }
            """;
        string call = source.Replace("call;", wrong);

        Assert.Equal([title], await FixHarness.Titles(call, ExchangeArguments));
        Assert.Equal(source.Replace("call;", right), await FixHarness.Apply(call, ExchangeArguments));
    }

    [Fact]
    public async Task MakesAllContainersPartialAtOnceAndKeepsTheirComments()
    {
        const string source =
            """
            namespace Game;

            // The outer one.
            class Outer
            {
                /// <summary>Inner.</summary>
                public static class Inner
                {
                    [SpanAttention.Attention(HeadDim = 4)]
                    partial struct Squad;
                }
            }
            """;

        string right = await FixHarness.Apply(source, MakePartial);

        Assert.Equal(source.Replace("class Outer", "partial class Outer").Replace("static class Inner", "static partial class Inner"), right);
        GeneratorHarness.Run(right.Replace("/// <summary>Inner.</summary>", "")).AssertClean();
    }

    [Theory]
    [InlineData("[SpanAttention.Attention(HeadDim = 4, Heads = 12, KeyValueHeads = 5)] partial struct Squad;", "Use 4", "Use 6")]
    [InlineData("[SpanAttention.Attention(HeadDim = 4, Heads = 12, KeyValueHeads = 11)] partial struct Squad;", "Use 12", "Use 6")]
    [InlineData("[SpanAttention.Attention(HeadDim = 4, Heads = 12, KeyValueHeads = 24)] partial struct Squad;", "Use 12")]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 96, Heads = 7)] sealed partial class Layer;", "Use 6", "Use 8")]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 7, Heads = 3)] sealed partial class Layer;", "Use 1", "Use 7")]
    public async Task OffersTheDivisorsOnBothSides(string source, params string[] titles)
    {
        Assert.Equal(titles, await FixHarness.Titles(source, NearestDivisor));
        GeneratorHarness.Run(await FixHarness.Apply(source, NearestDivisor)).AssertClean();
    }
}
