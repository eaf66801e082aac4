using System.Collections.Concurrent;

using Xunit;

namespace SpanAttention.Tests;

/// <summary>The README and the samples' pages show the samples' code, what is emitted for it and what it prints; these tests hold it to that.</summary>
public sealed class ReadmeTests
{
    private static readonly ConcurrentDictionary<string, Lazy<string[]>> Outputs = new();

    public static TheoryData<string, int> BlocksOf(string kind)
    {
        TheoryData<string, int> lines = [];
        foreach (ReadmeBlock block in ReadmeDocument.Blocks().Where(block => block.Kind == kind))
        {
            lines.Add(block.Page, block.Line);
        }

        return lines;
    }

    [Theory]
    [MemberData(nameof(BlocksOf), "code")]
    public void CodeStandsInTheSample(string page, int line)
    {
        ReadmeBlock block = BlockAt(page, line);
        AssertQuotes(block, ReadmeDocument.ReadLines(Repository.Of(block.Source)));
    }

    [Theory]
    [MemberData(nameof(BlocksOf), "emitted")]
    public void EmittedCodeIsWhatTheGeneratorEmits(string page, int line)
    {
        ReadmeBlock block = BlockAt(page, line);
        AssertQuotes(block, EmittedFile(block.Source));
    }

    [Theory]
    [MemberData(nameof(BlocksOf), "output")]
    public void OutputIsWhatTheSamplePrints(string page, int line)
    {
        ReadmeBlock block = BlockAt(page, line);
        AssertQuotes(block, Output(block.Source));
    }

    /// <summary>What needs packages that these tests do without, such as ONNX Runtime, is compared where they are.</summary>
    [Theory]
    [MemberData(nameof(BlocksOf), "tested")]
    public void AnotherTestReadsThePage(string page, int line) =>
        Assert.Contains(page, File.ReadAllText(Repository.Of(BlockAt(page, line).Source)), StringComparison.Ordinal);

    [Fact]
    public void EveryBlockOfCodeOrOutputNamesItsSource() =>
        Assert.DoesNotContain(ReadmeDocument.Blocks(), block => block is { Language: "csharp" or "text", Kind: "" });

    /// <summary>Two programs that print: whoever copies them leaves out nothing.</summary>
    [Fact]
    public void TheProgramsAtTheTopAreShownToTheLastLine()
    {
        string[] program = [.. Program("00.Readme").Skip(1)];

        Assert.Equal(program.Where(line => line.Length > 0).Order(), Shown("code", "samples/00.Readme/Program.cs").Distinct().Order());
        Assert.Equal(Output("samples/00.Readme").SkipLast(1), Shown("output", "samples/00.Readme"));
    }

    [Fact]
    public void LocalLinksLeadToFiles() =>
        Assert.All(ReadmeDocument.LocalLinks(), link => Assert.True(
            Path.Exists(Repository.Of(link)), $"A page links to {link}, which does not exist."));

    /// <summary>One bit of one output would change the hash; .ci/widths asks for it in every vector width.</summary>
    [Theory]
    [InlineData("samples/07.Squad", "3b61dcd7fd596126", "90f579fb1dc4a993")]
    [InlineData("samples/09.Gpt", "3c84338c55c9b133", "685ae43726c146d3")]
    [InlineData("samples/10.Compress", "e4808235e4213056", "a22d5f9e2e0ed775")]
    public void ASampleComputesTheSameInEveryVectorWidth(string sample, string fused, string separate)
    {
        string hash = AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? fused : separate;

        Assert.Contains(Output(sample), line => line.StartsWith("hash ", StringComparison.Ordinal) && line.EndsWith($" {hash} ({AttentionNumerics.Arithmetic})", StringComparison.Ordinal));
        Assert.Contains(ReadmeDocument.ReadLines(Repository.Of(sample, "README.md")), line => line.Contains(hash, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("01.SelfAttention", "02.TrainableWeights")]
    [InlineData("02.TrainableWeights", "03.Causal")]
    [InlineData("03.Causal", "04.MultiHead")]
    public void ASampleIsTheOneBeforeItPlusWhatIsNew(string earlier, string later)
    {
        // The comparison with TensorPrimitives belongs to the first sample alone.
        IEnumerable<string> kept = Program(earlier).Where(line => line.Length > 0 && !line.Contains("TensorPrimitives") && !line.Contains("Comparison."));
        using IEnumerator<string> lines = Program(later).AsEnumerable().GetEnumerator();

        string? missing = kept.FirstOrDefault(line => !AdvanceTo(lines, line));
        Assert.True(missing is null, $"{later} leaves out, or moves: {missing}");
    }

    private static string[] Program(string sample) =>
        ReadmeDocument.ReadLines(Repository.Of("samples", sample, "Program.cs"));

    private static IEnumerable<string> Shown(string kind, string source) =>
        ReadmeDocument.Blocks().Where(block => block.Kind == kind && block.Source == source).SelectMany(block => block.Lines).Where(line => line.Length > 0);

    private static bool AdvanceTo(IEnumerator<string> lines, string line)
    {
        while (lines.MoveNext())
        {
            if (lines.Current == line)
            {
                return true;
            }
        }

        return false;
    }

    private static ReadmeBlock BlockAt(string page, int line) => ReadmeDocument.Blocks().Single(block => block.Page == page && block.Line == line);

    /// <summary>Every paragraph of the block is a run of lines of the source, in the source's order, at any indentation.</summary>
    private static void AssertQuotes(ReadmeBlock block, string[] source)
    {
        int from = 0;
        foreach (string[] paragraph in block.Paragraphs())
        {
            int found = IndexOf(source, paragraph, from);
            Assert.True(found >= 0, $"{block}: not found there, or not in this order:\n{string.Join('\n', paragraph)}");
            from = found + paragraph.Length;
        }
    }

    private static int IndexOf(string[] source, string[] paragraph, int from)
    {
        for (int i = from; i + paragraph.Length <= source.Length; i++)
        {
            if (IsAt(source.AsSpan(i, paragraph.Length), paragraph))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool IsAt(ReadOnlySpan<string> source, string[] paragraph)
    {
        if (!source[0].EndsWith(paragraph[0], StringComparison.Ordinal))
        {
            return false;
        }

        string indent = source[0][..^paragraph[0].Length];
        for (int i = 0; i < paragraph.Length; i++)
        {
            if (source[i] != indent + paragraph[i])
            {
                return false;
            }
        }

        return string.IsNullOrWhiteSpace(indent);
    }

    /// <summary>A source such as <c>samples/01.SelfAttention/JourneyAttention.g.cs</c>: a file that building the sample has emitted.</summary>
    private static string[] EmittedFile(string source)
    {
        string sample = Repository.Of(Path.GetDirectoryName(source)!);
        string emitted = Path.Combine(sample, "obj", SampleProgram.Configuration, "net10.0", "generated");
        return ReadmeDocument.ReadLines(Assert.Single(Directory.GetFiles(emitted, Path.GetFileName(source), SearchOption.AllDirectories)));
    }

    private static string[] Output(string sample) => Outputs.GetOrAdd(sample, name => new Lazy<string[]>(() => SampleProgram.Output(name))).Value;
}
