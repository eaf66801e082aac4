using Microsoft.CodeAnalysis.CSharp;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Emitted code compiles without warnings, and gives the same bits, in projects of other language versions and with unsafe code allowed.</summary>
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
}
