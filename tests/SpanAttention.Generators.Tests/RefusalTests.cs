namespace SpanAttention.Generators.Tests;

/// <summary>A wrong declaration is one finding, not one finding and a page of compiler errors.</summary>
public sealed class RefusalTests
{
    private const string Layer = "[SpanAttention.MultiHeadAttention(InputDim = 4)]";
    private const string Attention = "[SpanAttention.Attention(HeadDim = 4)]";

    [Theory]
    [InlineData("SPAT012", Layer + "static partial class Layer;")]
    [InlineData("SPAT012", Layer + "sealed partial record Layer;")]
    [InlineData("SPAT012", Layer + "abstract partial class Layer;")]
    [InlineData("SPAT013", Layer + "sealed partial class Layer : Module; class Module { public int Size => 4; }")]
    [InlineData("SPAT014", Layer + "sealed partial class Layer(string name) { public string Name => name; }")]
    [InlineData("SPAT014", Layer + "sealed partial class Layer { public Layer(in Weights weights) { } }")]
    [InlineData("SPAT014", Layer + "sealed partial class Layer { private Layer() { } }")]
    [InlineData("SPAT017", Layer + Attention + "sealed partial class Layer;")]
    [InlineData("SPAT018", Attention + "partial struct Scaled { public static int Heads() => 4; }")]
    [InlineData("SPAT018", Attention + "partial struct Scaled { public static int Forward => 4; }")]
    [InlineData("SPAT018", Attention + "partial struct Scaled { public struct Weights; }")]
    [InlineData("SPAT018", Attention + "partial struct Forward;")]
    [InlineData("SPAT018", Attention + "partial struct Scaled { public static long Flops(int queries, int keys) => 0; }")]
    [InlineData("SPAT018", Attention + "partial struct Scaled { public static void Forward(System.ReadOnlySpan<float> a, System.ReadOnlySpan<float> b, System.ReadOnlySpan<float> c, System.Span<float> d) { } }")]
    [InlineData("SPAT018", Layer + "sealed partial class Weights;")]
    [InlineData("SPAT018", Layer + "sealed partial class Layer { private int packedWeights = 1; public int Packed => packedWeights; }")]
    [InlineData("SPAT018", Layer + "sealed partial class Layer { public void Weights() { } }")]
    public void OneFindingAndNothingFromTheCompiler(string id, string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Equal([id], run.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void EveryWrongArgumentIsReportedAtItsPlace()
    {
        const string source = "[SpanAttention.Attention(HeadDim = -1, Heads = 0, Scale = double.NaN, Layout = (SpanAttention.AttentionLayout)7)] partial struct Wrong;";

        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Equal(
            [("SPAT006", "-1"), ("SPAT006", "0"), ("SPAT009", "double.NaN"), ("SPAT019", "(SpanAttention.AttentionLayout)7")],
            run.Diagnostics
                .OrderBy(finding => finding.Location.SourceSpan.Start)
                .Select(finding => (finding.Id, source.Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length))));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-0.0")]
    [InlineData("double.PositiveInfinity")]
    [InlineData("double.NegativeInfinity")]
    [InlineData("1e39")]
    [InlineData("1e-50")]
    public void AScaleThatIsNoFloatIsReported(string scale) =>
        Assert.Equal("SPAT009", Assert.Single(GeneratorHarness.Run($"[SpanAttention.Attention(HeadDim = 4, Scale = {scale})] partial struct Wrong;").Diagnostics).Id);

    [Theory]
    [InlineData("[SpanAttention.Attention(HeadDim = 2, QueryLength = 2_000_000_000)]")]
    [InlineData("[SpanAttention.Attention(HeadDim = 65_536, Heads = 65_536)]")]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 65_536, SequenceLength = 65_536)]")]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 2, Heads = 65_536, HeadDim = 65_536)]")]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 1, OutputDim = 2_000_000_000, FusedQueryKeyValue = true, OutputProjection = false)]")]
    public void ATensorBeyondSpansIsReported(string attribute)
    {
        GeneratorRun run = GeneratorHarness.Run(attribute + "sealed partial class Wrong;");

        Assert.Equal(["SPAT011"], run.Diagnostics.Select(diagnostic => diagnostic.Id).Distinct());
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Fact]
    public void ARefusedMemberSaysWhatIsWrong()
    {
        GeneratorRun run = GeneratorHarness.Run("[SpanAttention.Attention(HeadDim = 0)] partial struct Wrong;");

        Assert.Contains("InvalidOperationException(\"SPAT006: HeadDim is 0; it must be at least 1.", Assert.Single(run.Files).Value);
    }
}
