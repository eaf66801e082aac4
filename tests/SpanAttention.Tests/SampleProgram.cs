using System.Diagnostics;
using System.Text;

namespace SpanAttention.Tests;

/// <summary>A sample's program as a process of its own, by the runtime that runs the tests.</summary>
internal static class SampleProgram
{
    /// <summary>The configuration these tests were built in; the samples were built in the same one.</summary>
    public static string Configuration { get; } = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;

    /// <summary>A start of the program, whose output and errors the caller reads.</summary>
    /// <param name="sample">Its folder, such as <c>samples/10.Compress</c>.</param>
    /// <param name="arguments">What follows on the command line.</param>
    public static ProcessStartInfo Start(string sample, params string[] arguments)
    {
        string assembly = Repository.Of(sample, "bin", Configuration, "net10.0", Path.GetFileName(sample) + ".dll");
        return new(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", [assembly, .. arguments])
        {
            RedirectStandardOutput = true,
            StandardOutputEncoding = Encoding.UTF8,
        };
    }

    /// <summary>The lines that the program prints where it is told nothing.</summary>
    /// <param name="sample">Its folder.</param>
    public static string[] Output(string sample)
    {
        using Process process = Process.Start(Start(sample))!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Xunit.Assert.Equal(0, process.ExitCode);
        return output.ReplaceLineEndings("\n").Split('\n');
    }
}
