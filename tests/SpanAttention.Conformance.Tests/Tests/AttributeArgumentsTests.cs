using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>No property of an attribute is forgotten: random declarations declare every one, or a reason is given here why not, and one that nobody knows is refused by name.</summary>
public sealed class AttributeArgumentsTests
{
    private const int Count = 400;

    /// <summary>Attributes on types, with the properties that no random declaration has and why.</summary>
    private static readonly Dictionary<Type, (IEnumerable<string> Arguments, Dictionary<string, string> NotDrawn)> Drawn = new()
    {
        [typeof(AttentionAttribute)] = (Samples(Trials.Options).Concat(Samples(Trials.Gradients)).Concat(Samples(Trials.States)).Select(static trial => DeclarationWriter.Arguments(trial.Declaration)), []),
        [typeof(SelfAttentionAttribute)] = (Samples(Trials.SelfAttention).Select(static trial => DeclarationWriter.Arguments(trial.Declaration)), []),
        [typeof(AdditiveAttentionAttribute)] = (Samples(AdditiveTrial.Random).Select(static trial => DeclarationWriter.Arguments(trial.Declaration)), []),
        [typeof(LinearAttribute)] = (Samples(PerceptronTrial.Random).Where(static trial => trial.Declaration is LinearDeclaration).Select(static trial => DeclarationWriter.Arguments(trial.Declaration)), []),
        [typeof(FeedForwardAttribute)] = (Samples(PerceptronTrial.Random).Where(static trial => trial.Declaration is FeedForwardDeclaration).Select(static trial => DeclarationWriter.Arguments(trial.Declaration)), []),
        [typeof(CrossAttentionAttribute)] = (Samples(BlockTrial.Decoders).Select(static trial => DeclarationWriter.Arguments(trial.Declaration.Cross!)), []),
        [typeof(TransformerBlockAttribute)] = (Samples(BlockTrial.Random).Concat(Samples(BlockTrial.Learning)).Select(static trial => DeclarationWriter.Arguments(trial.Declaration)), []),
        [typeof(MultiHeadAttentionAttribute)] = (
            Samples(LayerTrials.Options).Select(static trial => trial.Declaration)
                .Concat(Samples(LayerTrials.ChunkedOptions).Select(static trial => trial.Layer.Declaration))
                .Select(DeclarationWriter.Arguments),
            []),
    };

    [Fact]
    public void EveryAttributeIsDrawn() => Assert.Equal(
        Drawn.Keys.Select(static attribute => attribute.Name).Order(StringComparer.Ordinal),
        from type in typeof(AttentionAttribute).Assembly.GetExportedTypes()
        where type.GetCustomAttributes(typeof(AttributeUsageAttribute), inherit: false) is [AttributeUsageAttribute usage] && usage.ValidOn.HasFlag(AttributeTargets.Class)
        orderby type.Name
        select type.Name);

    [Fact]
    public void EveryPropertyIsDrawnOrAReasonIsGiven() => Assert.All(Drawn, static attribute =>
    {
        (IEnumerable<string> arguments, Dictionary<string, string> notDrawn) = attribute.Value;
        IEnumerable<string> all = AttributeArguments.Properties(attribute.Key).Select(static property => property.Name);
        Assert.Equal(all.Order(StringComparer.Ordinal), arguments.SelectMany(AttributeArguments.Names).Concat(notDrawn.Keys).Distinct().Order(StringComparer.Ordinal));
        Assert.All(notDrawn.Values, Assert.NotEmpty);
    });

    [Fact]
    public void PropertiesThatNobodyKnowsAreNamed()
    {
        SelfAttentionDeclaration declaration = new(3, ScoreNormalization.Sum);

        InvalidOperationException unknown = Assert.Throws<InvalidOperationException>(() => AttributeArguments.Write(typeof(YoungerAttribute), [declaration]));
        Assert.Equal("YoungerAttribute has ScaledScores, which SelfAttentionDeclaration does not know; nor does any reference.", unknown.Message);
        unknown = Assert.Throws<InvalidOperationException>(() => AttributeArguments.Write(typeof(SelfAttentionAttribute), [declaration, new SecondDeclaration(7)]));
        Assert.Equal("SelfAttentionDeclaration, SecondDeclaration has Tokens, which SelfAttentionAttribute does not know.", unknown.Message);
    }

    [Fact]
    public void WhatIsDeclaredIsWritten() => Assert.Equal(
        "HeadDim = 4, Heads = 2, SequenceLength = 9, Scale = 0.1, LeftWindow = -1, Mask = AttentionMask.Keys, Alibi = true",
        DeclarationWriter.Arguments(new AttentionDeclaration(
            new AttentionShape { HeadDim = 4, ValueDim = 4, Heads = 2, KeyValueHeads = 2, DeclaredScale = 0.1, LeftWindow = AttentionShape.Unbounded, Mask = AttentionMask.Keys, Alibi = true }, 9, 9)));

    private static IReadOnlyList<T> Samples<T>(FsCheck.Gen<T> trials) => RunSeed.Sample(trials, Count, 20);

    /// <summary>[SelfAttention] with an option more.</summary>
    private sealed class YoungerAttribute : Attribute
    {
        public int InputDim { get; set; }

        public int SequenceLength { get; set; }

        public ScoreNormalization Normalization { get; set; }

        public bool ScaledScores { get; set; }
    }

    private sealed record SecondDeclaration(int Tokens);
}
