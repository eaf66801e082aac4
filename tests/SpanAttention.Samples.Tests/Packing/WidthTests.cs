using System.Diagnostics;

namespace SpanAttention.Samples.Tests.Packing;

/// <summary>What a process packs another one unpacks, whatever its vectors; not without the fused multiply-add that the first one had, nor the other way round.</summary>
public sealed class WidthTests : IDisposable
{
    private const string Widest = "DOTNET_PreferredVectorBitWidth=512";
    private const string Fused256 = "DOTNET_PreferredVectorBitWidth=256";
    private const string Fused128 = "DOTNET_PreferredVectorBitWidth=128";
    private const string Separate = "DOTNET_EnableAVX2=0";
    private const string Software = "DOTNET_EnableHWIntrinsic=0";
    private readonly string folder = Directory.CreateTempSubdirectory().FullName;

    /// <summary>Longer than the context of 256, so that a part of it is read again.</summary>
    [X64Fact]
    public void AnyWidthUnpacksWhatAnyOtherHasPacked() => AssertSame(length: 300, Widest, Fused256, Fused128);

    /// <summary>Short, as vectors in software are slow.</summary>
    [X64Fact]
    public void SoMachinesWithoutFusedMultiplyAddDo() => AssertSame(length: 40, Separate, Software);

    [X64Fact]
    public void TheOtherCanonIsRefused()
    {
        string text = WriteText(10);
        Assert.Equal(("", 0), Run(Fused256, "pack", text, "--output", text + ".fused"));
        Assert.Equal(("", 0), Run(Separate, "pack", text, "--output", text + ".separate"));

        (string error, int code) = Run(Separate, "unpack", text + ".fused", "--output", text + ".unpacked");
        Assert.StartsWith("The text was packed with fused multiply-add (canon Fused), and this process computes without", error, StringComparison.Ordinal);
        Assert.Equal(1, code);
        (error, code) = Run(Fused256, "unpack", text + ".separate", "--output", text + ".unpacked");
        Assert.StartsWith("The text was packed without fused multiply-add (canon Separate), and this process computes with", error, StringComparison.Ordinal);
        Assert.Equal(1, code);
        Assert.False(File.Exists(text + ".unpacked"));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private void AssertSame(int length, params string[] rows)
    {
        string text = WriteText(length);
        for (int row = 0; row < rows.Length; row++)
        {
            Assert.Equal(("", 0), Run(rows[row], "pack", text, "--output", $"{text}.{row}", "--threads", "1", "--chunk", $"{64 - row}"));
            Assert.Equal(File.ReadAllBytes($"{text}.0"), File.ReadAllBytes($"{text}.{row}"));
            Assert.Equal(("", 0), Run(rows[row], "unpack", $"{text}.0", "--output", $"{text}.{row}.unpacked"));
            Assert.Equal(File.ReadAllBytes(text), File.ReadAllBytes($"{text}.{row}.unpacked"));
        }
    }

    private string WriteText(int length)
    {
        string path = Path.Combine(folder, "text");
        File.WriteAllBytes(path, [.. File.ReadAllBytes(Repository.Of("samples", "10.Compress", "letters.txt")).Take(length)]);
        return path;
    }

    private static (string Error, int Code) Run(string row, params string[] arguments)
    {
        ProcessStartInfo start = SampleProgram.Start("samples/10.Compress", arguments);
        start.RedirectStandardError = true;
        foreach (string other in (string[])[Widest, Separate, Software])
        {
            // Not the row that these tests themselves run in.
            start.Environment.Remove(other.Split('=')[0]);
        }

        start.Environment[row.Split('=')[0]] = row.Split('=')[1];
        using Process process = Process.Start(start)!;
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        string error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        output.Wait();
        return (error, process.ExitCode);
    }
}
