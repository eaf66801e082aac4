using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace SpanAttention.Generators.Tests;

/// <summary>Emitted members say in their documentation which numbers they refuse.</summary>
public sealed class MemberDocumentationTests
{
    // Counts of operations are arithmetic on whatever they are given.
    private static readonly string[] WithoutRange = ["Flops"];

    [Theory]
    [InlineData("Attention(HeadDim = 4)", "partial struct Squad", 11)]
    [InlineData("Attention(HeadDim = 32, Heads = 4, SequenceLength = 64)", "static partial class Squad", 11)]
    [InlineData("MultiHeadAttention(InputDim = 8, Causal = true, ContextLength = 64)", "sealed partial class Layer", 3)]
    [InlineData("MultiHeadAttention(InputDim = 8, ContextDim = 4)", "sealed partial class Layer", 5)]
    public void EveryNumberThatMayBeOutOfRangeIsNamed(string attribute, string type, int numbers)
    {
        string[] documented =
        [
            .. from member in Members($"[SpanAttention.{attribute}] {type};")
               where !WithoutRange.Contains(member.Identifier.Text)
               from parameter in member.ParameterList.Parameters
               where parameter.Type!.ToString() is "int" or "global::SpanAttention.ScoreStage"
               select $"{member.Identifier.Text}: {member.GetLeadingTrivia().ToString().Contains($"ArgumentOutOfRangeException\">{parameter.Identifier.Text} is out of its range.")}",
        ];

        Assert.DoesNotContain(documented, line => line.EndsWith("False", StringComparison.Ordinal));
        Assert.Equal(numbers, documented.Length);
    }

    private static IEnumerable<MethodDeclarationSyntax> Members(string source) =>
        from file in GeneratorHarness.Run(source).Files
        where file.Key.Count(letter => letter == '.') == 2
        from member in CSharpSyntaxTree.ParseText(file.Value).GetRoot().DescendantNodes().OfType<MethodDeclarationSyntax>()
        where member.Modifiers.Any(SyntaxKind.PublicKeyword)
        select member;
}
