using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Tests;

/// <summary>From attributes to specs: every default, every value that is given.</summary>
public sealed class ReadingTests
{
    [Fact]
    public void SelfAttentionDefaults()
    {
        AttentionSpec spec = Read("[SpanAttention.SelfAttention(InputDim = 6)] partial struct Plain;");

        Assert.Equal(DeclarationKind.SelfAttention, spec.Kind);
        Assert.Equal((1, 1, 6, 6), (spec.Heads, spec.KeyValueHeads, spec.HeadDim, spec.ValueDim));
        Assert.Equal((0, 0), (spec.QueryLength, spec.KeyLength));
        Assert.Equal(1, spec.Scale);
        Assert.False(spec.Causal);
        Assert.False(spec.SumNormalization);
        Assert.Null(spec.Layer);
    }

    [Fact]
    public void SelfAttentionAsGiven()
    {
        AttentionSpec spec = Read("[SpanAttention.SelfAttention(InputDim = 6, SequenceLength = 9, Normalization = SpanAttention.ScoreNormalization.Sum)] partial struct Plain;");

        Assert.Equal((9, 9), (spec.QueryLength, spec.KeyLength));
        Assert.True(spec.SumNormalization);
    }

    [Fact]
    public void AttentionDefaults()
    {
        AttentionSpec spec = Read("[SpanAttention.Attention(HeadDim = 64)] partial struct Scaled;");

        Assert.Equal(DeclarationKind.Attention, spec.Kind);
        Assert.Equal((1, 1, 64, 64), (spec.Heads, spec.KeyValueHeads, spec.HeadDim, spec.ValueDim));
        Assert.Equal((0, 0), (spec.QueryLength, spec.KeyLength));
        Assert.Equal(0.125, spec.Scale);
        Assert.False(spec.HeadsFirst);
        Assert.False(spec.Causal);
        Assert.False(spec.TopLeft);
        Assert.Null(spec.Layer);
    }

    [Fact]
    public void AttentionAsGiven()
    {
        AttentionSpec spec = Read(
            """
            using SpanAttention;

            [Attention(HeadDim = 8, ValueDim = 12, Heads = 6, KeyValueHeads = 2, QueryLength = 3, KeyLength = 70, Layout = AttentionLayout.HeadsFirst, Scale = 0.3, Causal = true, Alignment = QueryAlignment.TopLeft)]
            partial struct Scaled;
            """);

        Assert.Equal((6, 2, 8, 12), (spec.Heads, spec.KeyValueHeads, spec.HeadDim, spec.ValueDim));
        Assert.Equal((3, 70), (spec.QueryLength, spec.KeyLength));
        Assert.Equal(0.3, spec.Scale);
        Assert.True(spec is { HeadsFirst: true, Causal: true, TopLeft: true });
        Assert.Equal((48, 16, 24, 72), (spec.QueryWidth, spec.KeyWidth, spec.ValueWidth, spec.ContextWidth));
    }

    [Fact]
    public void OptionDefaults()
    {
        AttentionSpec spec = Read("[SpanAttention.Attention(HeadDim = 64)] partial struct Scaled;");

        Assert.Empty(spec.Options);
        Assert.True(spec is { QueryStride: 0, KeyStride: 0, ValueStride: 0 });
        Assert.False(spec.Adjusts);
    }

    [Fact]
    public void OptionsAsGiven()
    {
        AttentionSpec spec = Read(
            """
            using SpanAttention;

            [Attention(HeadDim = 8, LeftWindow = 3, RightWindow = 0, SoftCap = 30, Mask = AttentionMask.HeadQueryKeys, Bias = AttentionBias.QueryKeys, Alibi = true, Sinks = true, Dropout = true, DropoutRate = 0.25, QueryStride = 9, KeyStride = 10, ValueStride = 11)]
            partial struct Scaled;
            """);

        Assert.Equal([new Window(3, 0), new SoftCap(30), new Mask(PairAxes.HeadQueryKeys), new Bias(PairAxes.QueryKeys), new Alibi(1), new Sinks(), new Dropout(0.25)], spec.Options);
        Assert.True(spec is { QueryStride: 9, KeyStride: 10, ValueStride: 11 });
    }

    [Theory]
    [InlineData("LeftWindow = -1, RightWindow = -1", null, null)]
    [InlineData("LeftWindow = 0, RightWindow = 0", 0, 0)]
    [InlineData("LeftWindow = 5, RightWindow = 7, Causal = true", 5, 0)] // the smaller bound
    public void WindowsAreBoundsWhereTheyAreGiven(string windows, int? left, int? right)
    {
        AttentionSpec spec = Read($"[SpanAttention.Attention(HeadDim = 8, {windows})] partial struct Scaled;");

        Assert.Equal((left, right), (spec.LeftWindow, spec.RightBound));
    }

    [Fact]
    public void KeyValueHeadsFollowHeads() =>
        Assert.Equal(4, Read("[SpanAttention.Attention(HeadDim = 8, Heads = 4)] partial struct Scaled;").KeyValueHeads);

    [Fact]
    public void SequenceLengthIsBothLengths()
    {
        AttentionSpec spec = Read("[SpanAttention.Attention(HeadDim = 8, SequenceLength = 7)] partial struct Scaled;");

        Assert.Equal((7, 7), (spec.QueryLength, spec.KeyLength));
    }

    [Fact]
    public void LayerDefaults()
    {
        AttentionSpec spec = Read("[SpanAttention.MultiHeadAttention(InputDim = 12, Heads = 3)] sealed partial class Layer;");

        Assert.Equal(DeclarationKind.MultiHeadAttention, spec.Kind);
        Assert.Equal((3, 3, 4, 4), (spec.Heads, spec.KeyValueHeads, spec.HeadDim, spec.ValueDim));
        Assert.Equal(0.5, spec.Scale);
        Assert.Equal(
            new LayerSpec(12, 12, ContextSource.Inputs, 12, 12, QueryKeyValueBias: false, OutputProjection: true, OutputBias: true, FusedQueryKeyValue: false, InputByOutput: false, ContextLength: 0),
            spec.Layer);
    }

    [Fact]
    public void LayerAsGiven()
    {
        AttentionSpec spec = Read(
            """
            using SpanAttention;

            [MultiHeadAttention(InputDim = 12, OutputDim = 10, Heads = 4, KeyValueHeads = 2, HeadDim = 5, KeyInputDim = 7, ValueInputDim = 9, SequenceLength = 3, Scale = 2, Causal = true, QueryKeyValueBias = true, OutputBias = false, WeightLayout = WeightLayout.InputByOutput)]
            sealed partial class Layer;
            """);

        Assert.Equal((4, 2, 5, 5), (spec.Heads, spec.KeyValueHeads, spec.HeadDim, spec.ValueDim));
        Assert.Equal((3, 0), (spec.QueryLength, spec.KeyLength)); // keys come from elsewhere
        Assert.Equal(2, spec.Scale);
        Assert.True(spec.Causal);
        Assert.Equal(
            new LayerSpec(12, 10, ContextSource.KeyAndValueInputs, 7, 9, QueryKeyValueBias: true, OutputProjection: true, OutputBias: false, FusedQueryKeyValue: false, InputByOutput: true, ContextLength: 0),
            spec.Layer);
    }

    [Fact]
    public void AContextServesKeysAndValues()
    {
        LayerSpec layer = Read("[SpanAttention.MultiHeadAttention(InputDim = 12, ContextDim = 7)] sealed partial class Layer;").Layer!;

        Assert.Equal((ContextSource.Context, 7, 7), (layer.Context, layer.KeyInputDim, layer.ValueInputDim));
    }

    [Fact]
    public void WithoutOutputProjectionThereIsNoOutputBias() =>
        Assert.False(Read("[SpanAttention.MultiHeadAttention(InputDim = 12, OutputProjection = false)] sealed partial class Layer;").Layer!.OutputBias);

    [Fact]
    public void NamesAreReadAsTheyMustBeRepeated()
    {
        DeclaredType type = Read(
            """
            namespace Game.@event;

            partial record struct @class
            {
                partial interface IInner
                {
                    [SpanAttention.Attention(HeadDim = 4)]
                    partial struct @int;
                }
            }
            """).Type;

        Assert.Equal("Game.@event", type.Namespace);
        Assert.Equal(["record struct @class", "interface IInner"], type.Containers);
        Assert.Equal(("struct", "@int"), (type.Keyword, type.Name));
        Assert.Equal("Game.event.class.IInner.int", type.FullName);
        Assert.Equal("Game_event_class_IInner_intKernel", type.KernelName);
    }

    [Theory]
    [InlineData("Game.Core", "Game_Core")]
    [InlineData("My-App 1", "My_App_1")]
    [InlineData("try", "_try")]
    [InlineData("1st", "_1st")]
    public void TheKernelNamespaceFollowsTheAssembly(string assemblyName, string expected)
    {
        Consumer consumer = new("[SpanAttention.Attention(HeadDim = 4)] partial struct Scaled;") { AssemblyName = assemblyName, AllowUnsafe = true };

        CompilationFacts facts = Assert.Single(GeneratorHarness.Run(consumer).Outputs<CompilationFacts>(TrackingNames.Facts));

        Assert.Equal(new CompilationFacts($"SpanAttention.Generated.{expected}", AllowUnsafe: true, LanguageVersion: 1200), facts);
    }

    [Fact]
    public void AdditiveAttentionDefaults()
    {
        AttentionSpec spec = Read("[SpanAttention.AdditiveAttention(HeadDim = 6)] partial struct Alignment;");

        Assert.Equal(DeclarationKind.AdditiveAttention, spec.Kind);
        Assert.Equal((1, 1, 6, 6), (spec.Heads, spec.KeyValueHeads, spec.HeadDim, spec.ValueDim));
        Assert.Equal((0, 0), (spec.QueryLength, spec.KeyLength));
        Assert.Equal(new AdditiveSpec(HasScale: false), spec.Additive);
        Assert.Equal(PairAxes.None, spec.MaskAxes);
    }

    [Fact]
    public void AdditiveAttentionAsGiven()
    {
        AttentionSpec spec = Read("[SpanAttention.AdditiveAttention(HeadDim = 6, ValueDim = 4, QueryLength = 1, KeyLength = 50, Scale = true, Mask = SpanAttention.AttentionMask.Keys)] partial struct Alignment;");

        Assert.Equal((6, 4), (spec.HeadDim, spec.ValueDim));
        Assert.Equal((1, 50), (spec.QueryLength, spec.KeyLength));
        Assert.Equal(1, spec.Scale);
        Assert.Equal(new AdditiveSpec(HasScale: true), spec.Additive);
        Assert.Equal(PairAxes.Keys, spec.MaskAxes);
    }

    private static AttentionSpec Read(string source) =>
        (AttentionSpec)Assert.Single(GeneratorHarness.Run(source).Outputs<CompiledDeclaration>(TrackingNames.Compiled)).Spec;
}
