using System.Diagnostics;
using System.Text.Json;

namespace SpanAttention.Browser.Tests;

/// <summary>The page's program, run outside a browser.</summary>
internal static class Outside
{
    public static JsonElement Run(string text)
    {
        using Process process = Process.Start(SampleProgram.Start("samples/13.Browser", "outside", text))!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return JsonDocument.Parse(output).RootElement;
    }

    public static string[] Strings(this JsonElement element, string property) => [.. element.GetProperty(property).EnumerateArray().Select(static value => value.GetString()!)];

    public static double[] Numbers(this JsonElement element, string property) => [.. element.GetProperty(property).EnumerateArray().Select(static value => value.GetDouble())];
}
