using System.Diagnostics;
using System.Text;
using SpanAttention.Tests;

namespace SpanAttention.Cluster.Tests;

/// <summary>The program prints what samples/12.Cluster/README.md shows, and the hash of samples/09.Gpt.</summary>
public sealed class PageTests
{
    private const string Page = "samples/12.Cluster/README.md";

    [Fact]
    public void TheProgramPrintsWhatThePageShows()
    {
        string[] output = Run("decode", "--tokens", "100");

        string[] page = File.ReadAllText(Repository.Of(Page)).ReplaceLineEndings("\n").Split('\n');
        string[] shown = [.. page.SkipWhile(static line => line != "```text").Skip(1).TakeWhile(static line => line != "```").Where(static line => line.Length > 0)];
        Assert.NotEmpty(shown);
        Assert.All(shown, line => Assert.Contains(line, output));
        string hash = Assert.Single(output, static line => line.StartsWith("hash ", StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[1];
        Assert.Contains($"`{hash}`", File.ReadAllText(Repository.Of("samples/09.Gpt/README.md")), StringComparison.Ordinal);
    }

    private static string[] Run(params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [Path.Combine(AppContext.BaseDirectory, "12.Cluster.dll"), .. arguments])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        })!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output.ReplaceLineEndings("\n").Split('\n');
    }
}
