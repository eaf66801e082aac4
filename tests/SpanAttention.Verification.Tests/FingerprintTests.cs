using System.Diagnostics;

namespace SpanAttention.Verification.Tests;

/// <summary>Every declared type has the same bits in vectors of every width, each in a process of its own, as the runtime chooses the width when it starts.</summary>
public sealed class FingerprintTests
{
    // Two of them carry no fused multiply-add out, and run the other canon.
    private static readonly string[] Switches = ["", "DOTNET_PreferredVectorBitWidth=256", "DOTNET_PreferredVectorBitWidth=128", "DOTNET_EnableAVX2=0", "DOTNET_EnableHWIntrinsic=0"];

    [Fact]
    public void EveryWidthHasTheSameBits()
    {
        string[][] outputs = [.. Switches.AsParallel().AsOrdered().Select(Output)];

        foreach (string[] output in outputs)
        {
            string[] first = outputs.First(other => other[0] == output[0]);
            Assert.Equal(first, output);
            Assert.Equal(Program.DeclaredTypes.Select(static type => type.Name), output[1..].Select(static line => line.Split(' ')[0]));
        }
    }

    [Fact]
    public void OneBitChangesIt()
    {
        AttentionRoutine right = AttentionRoutine.Of<Grouped>();
        AttentionRoutine nudged = right with
        {
            Forward = (in operands, destination) =>
            {
                right.Forward(operands, destination);
                destination[^1] = MathF.BitIncrement(destination[^1]);
            },
        };

        Assert.NotEqual(AttentionProperties.Of(right).Fingerprint(), AttentionProperties.Of(nudged).Fingerprint());
    }

    private static string[] Output(string runtimeSwitch)
    {
        string host = Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet";
        ProcessStartInfo start = new(host, ["exec", typeof(Program).Assembly.Location]) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (runtimeSwitch.Split('=') is [string name, string value])
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{runtimeSwitch}: {error.Result}");
        return output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }
}
