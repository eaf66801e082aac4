using System.Text.RegularExpressions;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Keys and values that are too large for what they are stored as become infinite, for few tokens and for many, with the bits of the scalar reference.</summary>
public sealed class StoredElementTests
{
    private const float TooMuch = 30_000;

    // 9 is more than few, 1 and 3 are few.
    private static readonly int[] Chunks = [9, 1, 3, 20, 1, 1];

    private static readonly LayerDeclaration Declaration = new()
    {
        InputDim = 3, OutputDim = 4, Heads = 2, KeyValueHeads = 1, HeadDim = 16, Causal = true, ContextLength = Chunks.Sum(), CacheElement = CacheElement.Half,
    };

    private static readonly LayerTrial Trial = new(Declaration, Chunks.Sum(), Chunks.Sum(), Chunks.Sum(), Seed: 1);
    private static readonly LayerInputs Inputs = Trial.Inputs(DataKind.Ordinary);
    private static readonly DeclarationSet Set = NewSet();
    private static readonly Lazy<DeclarationCompiler> Compiler = new(static () => new DeclarationCompiler(Set.Sources));

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, TooMuch)]
    [InlineData(TooMuch, 1)]
    [InlineData(TooMuch, TooMuch)]
    public void WhatIsTooLargeIsInfinite(float keyFactor, float valueFactor)
    {
        LayerTensors tensors = Tensors(keyFactor, valueFactor);
        float[] outputs = new CanonicalLayer(CanonicalArithmetic.Running, Declaration, tensors).Forward(Inputs);

        Assert.Equal(keyFactor * valueFactor > 1, outputs.Any(static output => !float.IsFinite(output)));
        Assert.Empty(Differences(Compiler.Value.EmittedSources, tensors));
    }

    [Theory]
    [InlineData(1, TooMuch)]
    [InlineData(TooMuch, 1)]
    public void LoadingItAsFiniteIsNoticed(float keyFactor, float valueFactor)
    {
        Dictionary<string, string> sabotaged = Compiler.Value.EmittedSources.ToDictionary(
            static source => source.Key, static source => Regex.Replace(source.Value, @"if \(HalfElement\.AreFinite\(.*\)\)", "if (keys > 0)"));

        Assert.NotEmpty(Differences(sabotaged, Tensors(keyFactor, valueFactor)));
    }

    private static IEnumerable<string> Differences(IReadOnlyDictionary<string, string> emittedSources, LayerTensors tensors) =>
        CacheBits.Differences(new CompiledDeclarations(Set, Compiler.Value.Load(emittedSources)).Find(Declaration), Declaration, tensors, Inputs, Chunks);

    private static LayerTensors Tensors(float keyFactor, float valueFactor)
    {
        LayerTensors ordinary = Trial.Tensors(DataKind.Ordinary);
        return ordinary with { Key = [.. ordinary.Key.Select(weight => weight * keyFactor)], Value = [.. ordinary.Value.Select(weight => weight * valueFactor)] };
    }

    private static DeclarationSet NewSet()
    {
        DeclarationSet set = new();
        set.Add(Declaration);
        return set;
    }
}
