using System.Diagnostics;

namespace SpanAttention.Samples.Tests;

/// <summary>What samples/06.Heatmap draws of whole models.</summary>
public sealed class HeatmapTests : IDisposable
{
    private const string Page = "samples/06.Heatmap/README.md";
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("SpanAttention.Heatmap");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Its weights are 0.00 and 1.00, whatever the canon.</summary>
    [Fact]
    public void TheSentenceModelIsDrawnAsThePageShows()
    {
        string[] lines = Draw("sentence", "The cat sat on the mat.", "--layer", "0", "--head", "2");

        string page = File.ReadAllText(Repository.Of(Page)).ReplaceLineEndings("\n");
        string shown = page[page.IndexOf("sentence layer 0 head 2", StringComparison.Ordinal)..];
        Assert.Contains(shown[..shown.IndexOf("\n```", StringComparison.Ordinal)], string.Join('\n', lines), StringComparison.Ordinal);
        AssertDrawn("sentence-layer-0-head-2");
    }

    [Fact]
    public void EveryHeadOfAGptIsDrawn()
    {
        string[] lines = Draw("gpt", "Hi you.", "--layer", "5");

        for (int head = 0; head < 6; head++)
        {
            Assert.Contains($"gpt layer 5 head {head}", lines);
            AssertDrawn($"gpt-layer-5-head-{head}");
        }

        Assert.Equal(6, lines.Count(static line => line.StartsWith("¶  ██ 1.00        ·", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("layer is 6; the model has layers 0 to 5.", "--layer", "6")]
    [InlineData("head is -1; the model has heads 0 to 5.", "--head", "-1")]
    public void WhatThereIsNotIsRefused(string message, params string[] arguments)
    {
        ProcessStartInfo start = SampleProgram.Start("samples/06.Heatmap", ["gpt", "Hi", "--folder", folder.FullName, .. arguments]);
        start.RedirectStandardError = true;
        using Process process = Process.Start(start)!;
        process.StandardOutput.ReadToEnd();
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();

        Assert.Equal(message, errors.Trim());
        Assert.Equal(1, process.ExitCode);
        Assert.Empty(folder.GetFiles());
    }

    private string[] Draw(params string[] arguments)
    {
        using Process process = Process.Start(SampleProgram.Start("samples/06.Heatmap", [.. arguments, "--folder", folder.FullName]))!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ReplaceLineEndings("\n").Split('\n');
    }

    /// <summary>A picture of one color would have a few hundred bytes.</summary>
    private void AssertDrawn(string name)
    {
        Assert.InRange(new FileInfo(Path.Combine(folder.FullName, name + ".png")).Length, 5_000, 1_000_000);
        Assert.StartsWith("<?xml", File.ReadAllText(Path.Combine(folder.FullName, name + ".svg")), StringComparison.Ordinal);
    }
}
