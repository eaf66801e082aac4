using System.Diagnostics;
using Translation;

namespace SpanAttention.Samples.Tests.Translating;

/// <summary>What samples/11.Translation prints with the weights that it brings, and its page says.</summary>
public sealed class TranslationPageTests : IDisposable
{
    private const string Sample = "samples/11.Translation";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("SpanAttention.Translation");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>The other canon rounds otherwise, and what a model gets wrong may be other words.</summary>
    [Fact]
    public void ThePageShowsWhatIsPrinted()
    {
        string page = File.ReadAllText(Repository.Of("samples/11.Translation/README.md")).ReplaceLineEndings("\n");
        string[] lines = Show();

        string hash = Assert.Single(lines, static line => line.StartsWith("hash ", StringComparison.Ordinal));
        Assert.Contains(hash.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], page, StringComparison.Ordinal);
        if (AttentionNumerics.Arithmetic == ArithmeticCanon.Fused)
        {
            string text = string.Join('\n', lines.TakeWhile(line => line != hash)).Trim();
            Assert.All(text.Split("\n\n"), block => Assert.Contains(block, page, StringComparison.Ordinal));
        }

        Assert.True(File.Exists(Path.Combine(folder.FullName, "accuracy.png")));
    }

    /// <summary>One curve falls with the length of the sentence, two do not.</summary>
    [Fact]
    public void OnlyTheModelThatLooksNowhereFallsWithLength()
    {
        IReadOnlyList<Translator> translators = Translators.Create(1);
        foreach (Translator translator in translators)
        {
            translator.Read(Repository.Of(Sample));
        }

        AccuracyTable table = AccuracyTable.Of(translators);
        Assert.True(table.Shares[0][^1] < 0.6 * table.Shares[0][0], "The GRU does not fall with length.");
        Assert.All(table.Shares[1].Concat(table.Shares[2]), static share => Assert.InRange(share, 0.97, 1));
    }

    [Fact]
    public void WeightsThatAreMissingAreNamed()
    {
        Assert.Throws<FileNotFoundException>(() => Translators.Create(1)[0].Read(folder.FullName));
    }

    private string[] Show()
    {
        using Process process = Process.Start(SampleProgram.Start(Sample, "--show", "--output", folder.FullName))!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ReplaceLineEndings("\n").Split('\n');
    }
}
