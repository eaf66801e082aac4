using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Tests;

/// <summary>A budget turns cost into an error, and nothing else.</summary>
public sealed class BudgetTests
{
    private const string Squad = "[SpanAttention.Attention(HeadDim = 8, Heads = 2, SequenceLength = 16)] partial struct Squad;";

    // 2 · 16 · 16 · 2 · (8 + 8)
    [Theory]
    [InlineData("Flops = 16384", Squad)]
    [InlineData("Flops = 8704", "[SpanAttention.Attention(HeadDim = 8, Heads = 2, SequenceLength = 16, Causal = true)] partial struct Squad;")]
    [InlineData("Flops = 1", "[SpanAttention.Attention(HeadDim = 8, QueryLength = 16)] partial struct Squad;")]
    [InlineData("Flops = 768", "[SpanAttention.SelfAttention(InputDim = 3, SequenceLength = 8)] partial struct Squad;")]
    [InlineData("Flops = 2560", "[SpanAttention.MultiHeadAttention(InputDim = 4, Heads = 2, SequenceLength = 8)] sealed partial class Squad;")]
    [InlineData("StackBytes = 65536", Squad)]
    [InlineData("StackBytes = 0, Flops = 0", Squad)]
    [InlineData("", Squad)]
    public void WhatIsWithinIsNotReported(string budget, string declaration) =>
        Assert.Empty(Run(budget, declaration));

    [Theory]
    [InlineData("Flops = 16383", Squad, "Squad takes 16384 floating-point operations a call; the assembly's AttentionBudget allows 16383")]
    [InlineData("Flops = 8703", "[SpanAttention.Attention(HeadDim = 8, Heads = 2, SequenceLength = 16, Causal = true)] partial struct Squad;", "Squad takes 8704 floating-point operations a call; the assembly's AttentionBudget allows 8703")]
    [InlineData("Flops = 767", "[SpanAttention.SelfAttention(InputDim = 3, SequenceLength = 8)] partial struct Squad;", "Squad takes 768 floating-point operations a call; the assembly's AttentionBudget allows 767")]
    [InlineData("Flops = 2047", "[SpanAttention.MultiHeadAttention(InputDim = 4, Heads = 2, SequenceLength = 8)] sealed partial class Squad;", "Squad takes 2048 floating-point operations a call; the assembly's AttentionBudget allows 2047")]
    public void WhatIsBeyondIsReportedWithBothNumbers(string budget, string declaration, string message) =>
        Assert.Equal(message, Assert.Single(Run(budget, declaration)).GetMessage());

    [Fact]
    public void StackIsWhatTheEmittedConstantSays()
    {
        string file = GeneratorHarness.Run(Squad).Files["Squad.g.cs"];
        int stack = int.Parse(file.Split("StackBytes = ")[1].Split(';')[0], System.Globalization.CultureInfo.InvariantCulture);

        Assert.Empty(Run($"StackBytes = {stack}", Squad));
        Assert.Equal($"Squad takes {stack} bytes of stack; the assembly's AttentionBudget allows {stack - 1}", Assert.Single(Run($"StackBytes = {stack - 1}", Squad)).GetMessage());
    }

    [Fact]
    public void AWrongDeclarationIsReportedForWhatIsWrongOnly() =>
        Assert.Equal(["SPAT006"], Run("StackBytes = 1", "[SpanAttention.Attention(HeadDim = 0)] partial struct Squad;").Select(finding => finding.Id));

    private static Diagnostic[] Run(string budget, string declaration)
    {
        GeneratorRun run = GeneratorHarness.Run($"[assembly: SpanAttention.AttentionBudget({budget})]", declaration);
        Assert.Empty(run.CompilerDiagnostics());
        return [.. run.Diagnostics];
    }
}
