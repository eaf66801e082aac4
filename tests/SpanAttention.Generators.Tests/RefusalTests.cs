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
    [InlineData("SPAT038", Layer + "[SpanAttention.CrossAttention(InputDim = 4, ContextDim = 4)] sealed partial class Layer;")]
    [InlineData("SPAT038", "[SpanAttention.CrossAttention(InputDim = 4, ContextDim = 4)] sealed partial class Layer;")]
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
    public void ABlockThatIsDeclaredTwiceIsLeftToTheCompiler()
    {
        const string parts = "[SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)]";

        GeneratorRun run = GeneratorHarness.Run($"[SpanAttention.TransformerBlock] partial class Layer; [SpanAttention.TransformerBlock] {parts} sealed partial class Layer; [SpanAttention.Attention(HeadDim = 4)] partial struct Other;");

        Assert.Empty(run.Diagnostics);
        Assert.Contains("CS0579", run.CompilerDiagnostics().Select(diagnostic => diagnostic.Id));
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
    [InlineData("SPAT020", "LeftWindow = -2")]
    [InlineData("SPAT020", "RightWindow = int.MinValue")]
    [InlineData("SPAT021", "SoftCap = 0")]
    [InlineData("SPAT021", "SoftCap = -30.0")]
    [InlineData("SPAT021", "SoftCap = double.NaN")]
    [InlineData("SPAT021", "SoftCap = double.PositiveInfinity")]
    [InlineData("SPAT021", "SoftCap = 1e39")]
    [InlineData("SPAT021", "SoftCap = 1e-50")]
    [InlineData("SPAT022", "Dropout = true, DropoutRate = 1")]
    [InlineData("SPAT022", "Dropout = true, DropoutRate = -0.1")]
    [InlineData("SPAT022", "Dropout = true, DropoutRate = double.NaN")]
    [InlineData("SPAT029", "DropoutRate = 0.1")]
    [InlineData("SPAT029", "Dropout = false, DropoutRate = 0")]
    [InlineData("SPAT006", "QueryStride = 0")]
    [InlineData("SPAT006", "ValueStride = -8")]
    [InlineData("SPAT023", "QueryStride = 15")]
    [InlineData("SPAT023", "KeyStride = 15")]
    [InlineData("SPAT023", "ValueDim = 9, ValueStride = 17")]
    [InlineData("SPAT023", "KeyStride = 48, Layout = SpanAttention.AttentionLayout.HeadsFirst")]
    [InlineData("SPAT011", "KeyStride = int.MaxValue")]
    [InlineData("SPAT011", "KeyStride = 100_000_000, SequenceLength = 30")]
    [InlineData("SPAT011", "SequenceLength = 46_341, Mask = SpanAttention.AttentionMask.QueryKeys")]
    [InlineData("SPAT011", "SequenceLength = 32_768, Bias = SpanAttention.AttentionBias.HeadQueryKeys")]
    [InlineData("SPAT011", "SequenceLength = 32_768, Dropout = true")]
    [InlineData("SPAT019", "Mask = (SpanAttention.AttentionMask)4")]
    [InlineData("SPAT019", "Bias = (SpanAttention.AttentionBias)3")]
    [InlineData("SPAT019", "Bias = (SpanAttention.AttentionBias)(-1)")]
    public void AnOptionThatMakesNoSenseIsReported(string id, string option)
    {
        GeneratorRun run = GeneratorHarness.Run($"[SpanAttention.Attention(HeadDim = 8, Heads = 2, {option})] partial struct Wrong;");

        Assert.Equal([id], run.Diagnostics.Select(diagnostic => diagnostic.Id));
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData("LeftWindow = 0, RightWindow = 0")]
    [InlineData("LeftWindow = -1, RightWindow = -1")]
    [InlineData("LeftWindow = int.MaxValue, RightWindow = int.MaxValue")]
    [InlineData("Dropout = true")]
    [InlineData("Dropout = true, DropoutRate = 0")]
    [InlineData("QueryStride = 16, KeyStride = 16, ValueStride = 16")]
    [InlineData("KeyStride = 100_000_000, SequenceLength = 22")]
    public void OptionsAtTheirBoundsCompile(string options) =>
        GeneratorHarness.Run($"[SpanAttention.Attention(HeadDim = 8, Heads = 2, {options})] partial struct Right;").AssertClean();

    [Theory]
    [InlineData("SPAT020", "-2", "LeftWindow = -2")]
    [InlineData("SPAT020", "-3", "RightWindow = -3")]
    [InlineData("SPAT021", "0", "SoftCap = 0")]
    [InlineData("SPAT019", "(SpanAttention.AttentionMask)4", "Mask = (SpanAttention.AttentionMask)4")]
    [InlineData("SPAT019", "(SpanAttention.AttentionBias)3", "Bias = (SpanAttention.AttentionBias)3")]
    [InlineData("SPAT019", "(SpanAttention.RotaryLayout)3", "Rotary = (SpanAttention.RotaryLayout)3")]
    [InlineData("SPAT027", "500", "RotaryBase = 500")]
    [InlineData("SPAT027", "4", "RotaryDim = 4")]
    [InlineData("SPAT027", "4", "Rotary = SpanAttention.RotaryLayout.None, RotaryDim = 4")]
    [InlineData("SPAT019", "(SpanAttention.QkNorm)4", "QkNorm = (SpanAttention.QkNorm)4")]
    [InlineData("SPAT019", "(SpanAttention.RotaryPositions)3", "Rotary = SpanAttention.RotaryLayout.HalfSplit, RotaryPositions = (SpanAttention.RotaryPositions)3")]
    [InlineData("SPAT027", "SpanAttention.RotaryPositions.Given", "RotaryPositions = SpanAttention.RotaryPositions.Given")]
    [InlineData("SPAT008", "500", "Rotary = SpanAttention.RotaryLayout.HalfSplit, RotaryPositions = SpanAttention.RotaryPositions.Rows, RotaryBase = 500")]
    [InlineData("SPAT028", "1e-5", "QkNormEpsilon = 1e-5")]
    [InlineData("SPAT028", "1e-5", "QkNorm = SpanAttention.QkNorm.None, QkNormEpsilon = 1e-5")]
    [InlineData("SPAT032", "3", "Rotary = SpanAttention.RotaryLayout.HalfSplit, RotaryDim = 3")]
    [InlineData("SPAT032", "10", "Rotary = SpanAttention.RotaryLayout.HalfSplit, RotaryDim = 10")]
    [InlineData("SPAT032", "SpanAttention.RotaryLayout.Interleaved", "Rotary = SpanAttention.RotaryLayout.Interleaved, HeadDim = 7")]
    [InlineData("SPAT031", "SpanAttention.RotaryLayout.Interleaved", "Rotary = SpanAttention.RotaryLayout.Interleaved, ContextDim = 5")]
    [InlineData("SPAT006", "0", "Rotary = SpanAttention.RotaryLayout.HalfSplit, RotaryDim = 0")]
    [InlineData("SPAT024", "0", "Rotary = SpanAttention.RotaryLayout.HalfSplit, RotaryBase = 0")]
    [InlineData("SPAT024", "double.NaN", "QkNorm = SpanAttention.QkNorm.Head, QkNormEpsilon = double.NaN")]
    [InlineData("SPAT024", "1e-50", "QkNorm = SpanAttention.QkNorm.Head, QkNormEpsilon = 1e-50")]
    [InlineData("SPAT008", "9", "Causal = true, ContextLength = 64, SequenceLength = 9")]
    [InlineData("SPAT026", "64", "ContextLength = 64")]
    [InlineData("SPAT026", "64", "ContextLength = 64, RightWindow = 0")]
    [InlineData("SPAT031", "64", "Causal = true, ContextLength = 64, ContextDim = 5")]
    [InlineData("SPAT006", "0", "Causal = true, ContextLength = 0")]
    public void ALayersOptionThatMakesNoSenseIsReportedAtItsPlace(string id, string place, string option)
    {
        string source = $"[SpanAttention.MultiHeadAttention(InputDim = 16, Heads = 2, {option})] sealed partial class Wrong;";
        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Equal([(id, place)], run.Diagnostics.Select(finding => (finding.Id, source.Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length))));
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData("LeftWindow = 0, RightWindow = 0")]
    [InlineData("LeftWindow = -1, RightWindow = -1")]
    [InlineData("Rotary = SpanAttention.RotaryLayout.Interleaved, RotaryDim = 8, RotaryBase = 1")]
    [InlineData("Rotary = SpanAttention.RotaryLayout.HalfSplit, HeadDim = 7, RotaryDim = 6")]
    [InlineData("QkNorm = SpanAttention.QkNorm.Head, ContextDim = 5")]
    [InlineData("QkNorm = SpanAttention.QkNorm.Projection, OutputGate = true, FusedQueryKeyValue = true, QueryKeyValueBias = true")]
    [InlineData("QkNorm = SpanAttention.QkNorm.HeadLayerNorm, OutputGate = true, ContextDim = 5")]
    [InlineData("Rotary = SpanAttention.RotaryLayout.HalfSplit, RotaryPositions = SpanAttention.RotaryPositions.Given, RotaryBase = 500, Causal = true, ContextLength = 9")]
    [InlineData("Rotary = SpanAttention.RotaryLayout.HalfSplit, RotaryPositions = SpanAttention.RotaryPositions.Rows, Mask = SpanAttention.AttentionMask.Keys")]
    [InlineData("Causal = true, ContextLength = 1, LeftWindow = 0")]
    [InlineData("Causal = true, ContextLength = 100_000, LeftWindow = -1")]
    public void ALayersOptionsAtTheirBoundsCompile(string options) =>
        GeneratorHarness.Run($"[SpanAttention.MultiHeadAttention(InputDim = 16, Heads = 2, {options})] sealed partial class Right;").AssertClean();

    [Theory]
    [InlineData("[SpanAttention.Attention(HeadDim = 2, QueryLength = 2_000_000_000)]")]
    [InlineData("[SpanAttention.Attention(HeadDim = 65_536, Heads = 65_536)]")]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 65_536, SequenceLength = 65_536)]")]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 2, Heads = 65_536, HeadDim = 65_536)]")]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 1, OutputDim = 2_000_000_000, FusedQueryKeyValue = true, OutputProjection = false)]")]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 4, Causal = true, ContextLength = 600_000_000)]")]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 4, Causal = true, ContextLength = 1, LeftWindow = int.MaxValue)]")]
    public void ATensorBeyondSpansIsReported(string attribute)
    {
        GeneratorRun run = GeneratorHarness.Run(attribute + "sealed partial class Wrong;");

        Assert.Equal(["SPAT011"], run.Diagnostics.Select(diagnostic => diagnostic.Id).Distinct());
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData("SPAT005", "Alignment", "")]
    [InlineData("SPAT006", "0", "HeadDim = 0")]
    [InlineData("SPAT006", "-2", "HeadDim = 4, KeyLength = -2")]
    [InlineData("SPAT008", "3", "HeadDim = 4, SequenceLength = 6, QueryLength = 3")]
    [InlineData("SPAT033", "SpanAttention.AttentionMask.HeadQueryKeys", "HeadDim = 4, Mask = SpanAttention.AttentionMask.HeadQueryKeys")]
    [InlineData("SPAT019", "(SpanAttention.AttentionMask)9", "HeadDim = 4, Mask = (SpanAttention.AttentionMask)9")]
    public void AWrongAdditiveAttentionIsReportedAtItsPlace(string id, string place, string arguments)
    {
        string source = $"[SpanAttention.AdditiveAttention({arguments})] partial struct Alignment;";

        GeneratorRun run = GeneratorHarness.Run(source);

        Microsoft.CodeAnalysis.Diagnostic finding = Assert.Single(run.Diagnostics);
        Assert.Equal((id, place), (finding.Id, source.Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length)));
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData("SPAT005", "Mixer", "Linear(InputDim = 4)")]
    [InlineData("SPAT005", "Mixer", "FeedForward(InputDim = 4)")]
    [InlineData("SPAT006", "0", "Linear(InputDim = 4, OutputDim = 0)")]
    [InlineData("SPAT006", "-8", "FeedForward(InputDim = 4, HiddenDim = -8)")]
    [InlineData("SPAT011", "Mixer", "Linear(InputDim = 20_000_000, OutputDim = 4)")]
    [InlineData("SPAT011", "Mixer", "Linear(InputDim = 100_000, OutputDim = 100_000)")]
    [InlineData("SPAT011", "Mixer", "FeedForward(InputDim = 4, HiddenDim = 1_000_000_000)")]
    [InlineData("SPAT019", "(SpanAttention.Activation)8", "Linear(InputDim = 4, OutputDim = 4, Activation = (SpanAttention.Activation)8)")]
    [InlineData("SPAT019", "(SpanAttention.WeightLayout)2", "FeedForward(InputDim = 4, HiddenDim = 4, WeightLayout = (SpanAttention.WeightLayout)2)")]
    [InlineData("SPAT035", "true", "FeedForward(InputDim = 4, HiddenDim = 4, FusedGateUp = true)")]
    public void AWrongPerceptronIsReportedAtItsPlace(string id, string place, string attribute)
    {
        string source = $"[SpanAttention.{attribute}] sealed partial class Mixer;";

        GeneratorRun run = GeneratorHarness.Run(source);

        Microsoft.CodeAnalysis.Diagnostic finding = Assert.Single(run.Diagnostics);
        Assert.Equal((id, place), (finding.Id, source.Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length)));
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData("SPAT012", "[SpanAttention.Linear(InputDim = 4, OutputDim = 4)] partial class Mixer;")]
    [InlineData("SPAT013", "class Base; [SpanAttention.Linear(InputDim = 4, OutputDim = 4)] sealed partial class Mixer : Base;")]
    [InlineData("SPAT014", "[SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)] sealed partial class Mixer { public Mixer(int x) => _ = x; }")]
    [InlineData("SPAT018", "[SpanAttention.Linear(InputDim = 4, OutputDim = 4)] sealed partial class Mixer { public const int OutputDim = 4; }")]
    public void APerceptronsTypeHoldsWeights(string id, string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.Equal(id, Assert.Single(run.Diagnostics).Id);
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData("SPAT036", "Mixer", "TransformerBlock")]
    [InlineData("SPAT036", "Mixer", "TransformerBlock, SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT036", "Mixer", "TransformerBlock, SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4), SpanAttention.Linear(InputDim = 4, OutputDim = 4)")]
    [InlineData("SPAT037", "8", "TransformerBlock, SpanAttention.MultiHeadAttention(InputDim = 4, OutputDim = 8), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT037", "8", "TransformerBlock, SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4, OutputDim = 8)")]
    [InlineData("SPAT008", "6", "TransformerBlock, SpanAttention.MultiHeadAttention(InputDim = 4, ContextDim = 6), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT008", "SpanAttention.NormPlacement.Post", "TransformerBlock(Parallel = true, NormPlacement = SpanAttention.NormPlacement.Post), SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT008", "true", "TransformerBlock(Norm = SpanAttention.NormKind.RootMeanSquare, NormBias = true), SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT024", "0", "TransformerBlock(NormEpsilon = 0), SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT024", "-1", "TransformerBlock(ResidualScale = -1), SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT006", "0", "TransformerBlock, SpanAttention.MultiHeadAttention(InputDim = 4, Heads = 0), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT007", "3", "TransformerBlock, SpanAttention.MultiHeadAttention(InputDim = 4, Heads = 3), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT005", "Mixer", "TransformerBlock, SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4)")]
    [InlineData("SPAT036", "Mixer", "TransformerBlock, SpanAttention.CrossAttention(InputDim = 4, ContextDim = 6), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT037", "8", "TransformerBlock, SpanAttention.CrossAttention(InputDim = 8, ContextDim = 6), SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT005", "Mixer", "TransformerBlock, SpanAttention.CrossAttention(InputDim = 4), SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT005", "Mixer", "TransformerBlock, SpanAttention.CrossAttention(ContextDim = 6), SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT006", "-6", "TransformerBlock, SpanAttention.CrossAttention(InputDim = 4, ContextDim = -6), SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT007", "3", "TransformerBlock, SpanAttention.CrossAttention(InputDim = 4, ContextDim = 6, Heads = 3), SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    [InlineData("SPAT008", "true", "TransformerBlock(Parallel = true), SpanAttention.CrossAttention(InputDim = 4, ContextDim = 6), SpanAttention.MultiHeadAttention(InputDim = 4), SpanAttention.FeedForward(InputDim = 4, HiddenDim = 4)")]
    public void AWrongBlockIsReportedAtItsPlace(string id, string place, string attributes)
    {
        string source = $"[SpanAttention.{attributes}] sealed partial class Mixer;";

        GeneratorRun run = GeneratorHarness.Run(source);

        Assert.All(run.Diagnostics, finding => Assert.Equal((id, place), (finding.Id, source.Substring(finding.Location.SourceSpan.Start, finding.Location.SourceSpan.Length))));
        Assert.NotEmpty(run.Diagnostics);
        Assert.Empty(run.CompilerDiagnostics());
    }

    [Theory]
    [InlineData("\"x\"", "the compiler says what is wrong with it")]
    [InlineData("1 / 0", "the compiler says what is wrong with it")]
    [InlineData("int.MaxValue + 1", "the compiler says what is wrong with it")]
    [InlineData("Shape.Width", "the compiler says what is wrong with it")]
    [InlineData("Other.HeadDim", "a constant of another generated type comes too late, so write the number or a constant of your own")]
    [InlineData("2 * Other.HeadDim / 0", "a constant of another generated type comes too late, so write the number or a constant of your own")]
    public void AnUnknownValueIsToldFromAWrongOne(string value, string words)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $"[SpanAttention.Attention(HeadDim = 4)] partial struct Other; static class Shape {{ public static int Width => 4; }} [SpanAttention.Attention(HeadDim = {value})] partial struct Wrong;");

        Assert.Equal($"The value of HeadDim is not known here; {words}", Assert.Single(run.Diagnostics).GetMessage());
    }

    [Fact]
    public void ARefusedMemberSaysWhatIsWrong()
    {
        GeneratorRun run = GeneratorHarness.Run("[SpanAttention.Attention(HeadDim = 0)] partial struct Wrong;");

        Assert.Contains("InvalidOperationException(\"SPAT006: HeadDim is 0; it must be at least 1.", Assert.Single(run.Files).Value);
    }
}
