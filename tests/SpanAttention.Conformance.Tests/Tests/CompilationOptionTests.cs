using Microsoft.CodeAnalysis.CSharp;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Emitted code compiles without warnings, and gives the same bits, in projects of other language versions, with unsafe code allowed, and of fewer vector widths.</summary>
public sealed class CompilationOptionTests
{
    private const int Tokens = 66;
    private const int Seed = 31;

    [Theory]
    [InlineData(LanguageVersion.CSharp12, true)]
    [InlineData(LanguageVersion.CSharp13, true)]
    [InlineData(LanguageVersion.Latest, true)]
    [InlineData(LanguageVersion.Latest, false)]
    public void BitsAreTheSame(LanguageVersion languageVersion, bool allowUnsafe)
    {
        AttentionDeclaration attention = new(new AttentionShape { HeadDim = 5, ValueDim = 3, Heads = 2, KeyValueHeads = 1, Causal = true });
        SelfAttentionDeclaration selfAttention = new(3, ScoreNormalization.Sum);
        LayerDeclaration layer = new() { InputDim = 5, OutputDim = 6, HeadDim = 3, Heads = 2, KeyValueHeads = 2, QueryKeyValueBias = true };
        DeclarationSet set = new();
        set.Add(attention);
        set.Add(selfAttention);
        set.Add(layer);
        CompiledDeclarations compiled = new(set, new DeclarationCompiler(set.Sources, languageVersion, allowUnsafe).Load());

        LayerTrial trial = new(layer, Tokens, Tokens, Tokens - 1, Seed);
        float[] inputs = new SelfAttentionTrial(selfAttention, Tokens, Seed).Inputs(DataKind.Ordinary);
        Assert.Empty(AttentionBits.Differences(compiled.Find(attention), attention, new AttentionTrial(attention, Tokens, Tokens, Tokens, Seed).Inputs(DataKind.Ordinary)));
        Assert.Empty(SelfAttentionBits.Differences(compiled.Find(selfAttention), selfAttention, inputs));
        Assert.Empty(LayerBits.Differences(compiled.Find(layer), layer, trial.Tensors(DataKind.Ordinary), trial.Inputs(DataKind.Ordinary)));
    }

    /// <summary>A width that the machine has not is carried out in pieces, so that every machine tries them all.</summary>
    [Theory]
    [InlineData("512")]
    [InlineData("256")]
    [InlineData("128")]
    [InlineData("512,256")]
    [InlineData("512,128")]
    [InlineData("256,128")]
    public void BitsAreTheSameInTheVectorWidthsThatAreLeft(string widths)
    {
        AttentionTrial[] attentions =
        [
            new(new(new AttentionShape { HeadDim = 5, ValueDim = 3, Heads = 2, KeyValueHeads = 1, Causal = true }), Tokens, Tokens, Tokens, Seed),
            new(new(new AttentionShape { HeadDim = 20, ValueDim = 20, Heads = 4, KeyValueHeads = 2 }, QueryLength: 1), 1, Tokens, Tokens, Seed),
            new(new(new AttentionShape { HeadDim = 2, ValueDim = 2, Causal = true }, 3, 3), 3, 3, 3, Seed),
            new(new(new AttentionShape { HeadDim = 2, ValueDim = 2, Causal = true }, 6, 6), 6, 6, 6, Seed),
            new(new(new AttentionShape { HeadDim = 7, ValueDim = 9, LeftWindow = 20, SoftCap = 3, Mask = AttentionMask.QueryKeys, Alibi = true }), Tokens, Tokens, Tokens, Seed),
        ];
        SelfAttentionDeclaration selfAttention = new(3, ScoreNormalization.Sum);
        AdditiveTrial additive = new(new(5, 20, HasScale: true, AttentionMask.QueryKeys), 5, Tokens, Seed);
        LayerTrial layer = new(new() { InputDim = 5, OutputDim = 6, HeadDim = 4, Heads = 2, KeyValueHeads = 1, Causal = true, ContextLength = 80, Rotary = RotaryLayout.HalfSplit, QueryKeyValueBias = true }, Tokens, Tokens, Tokens, Seed);
        DeclarationSet set = new();
        Array.ForEach(attentions, trial => set.Add(trial.Declaration));
        set.Add(selfAttention);
        set.Add(layer.Declaration);
        CompiledDeclarations compiled = new(set, new DeclarationCompiler(set.Sources, vectorWidths: widths).Load());

        Assert.All(attentions, trial => Assert.Empty(AttentionBits.Differences(compiled.Find(trial.Declaration), trial.Declaration, trial.Inputs(DataKind.Ordinary))));
        Assert.Empty(SelfAttentionBits.Differences(compiled.Find(selfAttention), selfAttention, new SelfAttentionTrial(selfAttention, Tokens, Seed).Inputs(DataKind.Ordinary)));
        Assert.Empty(AdditiveBits.Differences(CompiledAdditives.Compile([additive.Declaration], widths).Find(additive.Declaration), additive.Declaration, additive.Inputs(DataKind.Ordinary)));
        Assert.Empty(CacheBits.Differences(compiled.Find(layer.Declaration), layer.Declaration, layer.Tensors(DataKind.Ordinary), layer.Inputs(DataKind.Ordinary), [Tokens - 2, 1, 1]));
    }
}
