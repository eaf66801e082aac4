using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

/// <summary>This program once more, in the canon of the browser. WebAssembly has no fused multiply-add that rounds alike everywhere, so that the Separate canon runs there.</summary>
internal static class SeparateCanon
{
    private const string Switch = "DOTNET_EnableAVX2";

    /// <summary>Whether a process can be told to do without fused multiply-add: it goes with AVX2, which the runtime can leave out; Arm64 has it always.</summary>
    public static bool IsSwitch => RuntimeInformation.ProcessArchitecture == Architecture.X64 && Environment.GetEnvironmentVariable(Switch) != "0";

    /// <summary>What the program prints when it is started so.</summary>
    public static async Task<string> Output(params string[] arguments)
    {
        string[] all = Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? [typeof(SeparateCanon).Assembly.Location, .. arguments] : arguments;
        ProcessStartInfo start = new(Environment.ProcessPath!, all) { RedirectStandardOutput = true, StandardOutputEncoding = Encoding.UTF8 };
        start.Environment[Switch] = "0";
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0 ? output : throw new InvalidOperationException($"{start.FileName} {string.Join(' ', all)} ended with {process.ExitCode}.");
    }
}
