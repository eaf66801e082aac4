using Microsoft.CodeAnalysis.CSharp;

namespace SpanAttention.Generators.Tests;

/// <summary>Which declared types generic code may be given.</summary>
public sealed class DeclaredInterfaceTests
{
    private const string Interface = " : global::SpanAttention.IDeclared";

    [Theory]
    [InlineData("partial struct")]
    [InlineData("readonly partial struct")]
    [InlineData("readonly partial record struct")]
    [InlineData("partial class")]
    [InlineData("abstract partial class")]
    [InlineData("sealed partial record")]
    public void GenericCodeCallsADeclaredType(string kind)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $"[SpanAttention.Attention(HeadDim = 4)] internal {kind} Scaled;",
            """
            using System;
            using SpanAttention;

            internal static class Generic
            {
                public static void Call() => Call<Scaled>([1, 2, 3, 4]);

                private static void Call<T>(ReadOnlySpan<float> token)
                    where T : IDeclaredAttention
                {
                    Span<float> destination = stackalloc float[4];
                    T.Forward(new AttentionOperands { Query = token, Key = token, Value = token, KeyCount = 1 }, destination);
                }
            }
            """);

        run.AssertClean();
    }

    [Theory]
    [InlineData("[SpanAttention.Attention(HeadDim = 4)]")]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 4)]")]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 4, SequenceLength = 1, Normalization = SpanAttention.ScoreNormalization.Sum)]")]
    public void GenericCodeCallsBothKindsOfAttention(string attribute)
    {
        GeneratorRun run = GeneratorHarness.Run(
            $"{attribute} internal partial struct Scaled;",
            """
            using System;
            using SpanAttention;

            internal static class Generic
            {
                public static void Call() => Call<Scaled>([1, 2, 3, 4]);

                private static void Call<T>(ReadOnlySpan<float> token)
                    where T : IDeclaredContexts
                {
                    Span<float> destination = stackalloc float[4];
                    AttentionOperands operands = new() { Query = token, Key = token, Value = token };
                    T.Forward(operands, destination);
                    T.Weights(operands, destination);
                    T.Scores(operands, ScoreStage.Raw, destination);
                }
            }
            """);

        run.AssertClean();
    }

    [Fact]
    public void ARefusedDeclarationStillImplementsIt() =>
        Assert.Empty(GeneratorHarness.Run("[SpanAttention.SelfAttention(InputDim = 0)] partial struct Plain;").CompilerDiagnostics());

    [Theory]
    [InlineData("[SpanAttention.Attention(HeadDim = 4)] static partial class Scaled;")]
    [InlineData("[SpanAttention.Attention(HeadDim = 4)] ref partial struct Scaled;")]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 4)] static partial class Plain;")]
    [InlineData("[SpanAttention.SelfAttention(InputDim = 4)] ref partial struct Plain;")]
    [InlineData("[SpanAttention.AdditiveAttention(HeadDim = 4)] partial struct Additive;")]
    [InlineData("[SpanAttention.MultiHeadAttention(InputDim = 4)] sealed partial class Layer;")]
    public void OthersDoNotImplementIt(string source)
    {
        GeneratorRun run = GeneratorHarness.Run(source);

        run.AssertClean();
        Assert.DoesNotContain(run.Files.Values, text => text.Contains(Interface, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp10, false)]
    [InlineData(LanguageVersion.CSharp11, true)]
    public void ItTakesALanguageWithStaticAbstractMembers(LanguageVersion version, bool expected)
    {
        GeneratorRun run = GeneratorHarness.Run(new Consumer("[SpanAttention.Attention(HeadDim = 4)] partial struct Scaled { }") { LanguageVersion = version });

        Assert.Equal(expected, run.Files["Scaled.g.cs"].Contains(Interface, StringComparison.Ordinal));
    }
}
