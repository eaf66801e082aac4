using System.Collections.Concurrent;
using System.Diagnostics;

using Xunit;

namespace SpanAttention.Tests;

/// <summary>The READMEs show the samples' code, what is emitted for it and what it prints; these tests hold it to that.</summary>
public sealed class ReadmeTests
{
    private static readonly ConcurrentDictionary<string, Lazy<string[]>> Outputs = new();

    public static TheoryData<string, int> BlocksOf(string kind)
    {
        TheoryData<string, int> lines = [];
        foreach (ReadmeBlock block in ReadmeDocument.Blocks().Where(block => block.Kind == kind))
        {
            lines.Add(block.Document, block.Line);
        }

        return lines;
    }

    [Theory]
    [MemberData(nameof(BlocksOf), "code")]
    public void CodeStandsInTheSample(string document, int line)
    {
        ReadmeBlock block = BlockAt(document, line);
        AssertQuotes(block, ReadmeDocument.ReadLines(Path.Combine(ReadmeDocument.Root, block.Source)));
    }

    [Theory]
    [MemberData(nameof(BlocksOf), "emitted")]
    public void EmittedCodeIsWhatTheGeneratorEmits(string document, int line)
    {
        ReadmeBlock block = BlockAt(document, line);
        AssertQuotes(block, EmittedFile(block.Source));
    }

    [Theory]
    [MemberData(nameof(BlocksOf), "output")]
    public void OutputIsWhatTheSamplePrints(string document, int line)
    {
        ReadmeBlock block = BlockAt(document, line);
        AssertQuotes(block, Output(block.Source));
    }

    [Fact]
    public void EveryBlockOfCodeOrOutputNamesItsSource() =>
        Assert.DoesNotContain(ReadmeDocument.Blocks(), block => block is { Language: "csharp" or "text", Kind: "" });

    [Fact]
    public void LocalLinksLeadToFiles() =>
        Assert.All(ReadmeDocument.LocalLinks(), link => Assert.True(
            Path.Exists(Path.Combine(ReadmeDocument.Root, Path.GetDirectoryName(link.Document)!, link.Target)), $"{link.Document} links to {link.Target}, which does not exist."));

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
        ReadmeDocument.ReadLines(Path.Combine(ReadmeDocument.Root, "samples", sample, "Program.cs"));

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

    private static ReadmeBlock BlockAt(string document, int line) => ReadmeDocument.Blocks().Single(block => block.Document == document && block.Line == line);

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
        string sample = Path.Combine(ReadmeDocument.Root, Path.GetDirectoryName(source)!);
        string emitted = Path.Combine(sample, "obj", ReadmeDocument.Configuration, "net10.0", "generated");
        return ReadmeDocument.ReadLines(Assert.Single(Directory.GetFiles(emitted, Path.GetFileName(source), SearchOption.AllDirectories)));
    }

    private static string[] Output(string sample) => Outputs.GetOrAdd(sample, name => new Lazy<string[]>(() => Run(name))).Value;

    private static string[] Run(string sample)
    {
        string assembly = Path.Combine(
            ReadmeDocument.Root, sample, "bin", ReadmeDocument.Configuration, "net10.0", Path.GetFileName(sample) + ".dll");
        ProcessStartInfo start = new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };

        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ReplaceLineEndings("\n").Split('\n');
    }
}
