namespace SpanAttention.Generators.Tests;

/// <summary>A project that asks for some vector widths gets those alone.</summary>
public sealed class VectorWidthTests
{
    private static readonly int[] All = [512, 256, 128];

    [Theory]
    [InlineData("", 512, 256, 128)]
    [InlineData("512", 512)]
    [InlineData("256", 256)]
    [InlineData("128", 128)]
    [InlineData("512,256", 512, 256)]
    [InlineData("128;512", 512, 128)]
    [InlineData(" 256 , 128 ; 256; ", 256, 128)]
    [InlineData("512;256;128", 512, 256, 128)]
    public void OnlyTheyAreEmitted(string asked, params int[] widths)
    {
        GeneratorRun run = GeneratorHarness.Run(new Consumer(Declarations.Everything) { VectorWidths = asked });

        run.AssertClean();
        Assert.All(All, width => Assert.Equal(widths.Contains(width), run.Files.Keys.Any(name => name.EndsWith($".Vector{width}.g.cs", StringComparison.Ordinal))));
        Assert.All(All.Except(widths), left => Assert.All(run.Files.Values, text => Assert.DoesNotContain($"Vector{left}.IsHardwareAccelerated", text)));

        // Gradients whose dimensions fill no whole vector end in a narrower one, whatever is left out.
        string[] others = [.. run.Files.Where(static file => !file.Key.Contains("-Backward.", StringComparison.Ordinal)).Select(static file => file.Value)];
        Assert.All(All.Except(widths), left => Assert.All(others, text => Assert.DoesNotContain($"Vector{left}", text)));
    }

    [Theory]
    [InlineData("512,128", "if (Vector512.IsHardwareAccelerated) ScoreTile512(", "else ScoreTile128(")]
    [InlineData("256", "ScoreTile256(")]
    public void TheNarrowestServesAllOtherMachines(string asked, params string[] lines)
    {
        GeneratorRun run = GeneratorHarness.Run(new Consumer("[SpanAttention.Attention(HeadDim = 32)] partial struct Squad;") { VectorWidths = asked });

        string dispatcher = run.Files["Squad.Kernel.g.cs"].Split("void ScoreTile(")[1].Split('}')[0];
        Assert.Equal(lines, dispatcher.Split('\n').Skip(2).Select(line => line.Trim().Split('(') is [_, _, _] parts ? $"{parts[0]}({parts[1]}(" : line.Trim().Split('(')[0] + "(").Where(line => line != "("));
    }

    [Theory]
    [InlineData("512;257", "257")]
    [InlineData("all", "all")]
    [InlineData("0256", "0256")]
    [InlineData("Vector256", "Vector256")]
    public void AnotherIsOneFindingADeclaration(string asked, string wrong)
    {
        GeneratorRun run = GeneratorHarness.Run(new Consumer("[SpanAttention.Attention(HeadDim = 32)] partial struct Squad; [SpanAttention.SelfAttention(InputDim = 3)] partial struct Plain;") { VectorWidths = asked });

        Assert.Equal(2, run.Diagnostics.Length);
        Assert.All(run.Diagnostics, finding => Assert.Equal("SPAT034", finding.Id));
        Assert.All(run.Diagnostics, finding => Assert.Contains($"which names {wrong};", finding.GetMessage()));
        Assert.Empty(run.CompilerDiagnostics());
    }
}
