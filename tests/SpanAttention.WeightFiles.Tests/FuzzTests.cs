using FsCheck.Fluent;
using Xunit.Abstractions;

namespace SpanAttention.WeightFiles.Tests;

/// <summary>A hundred thousand damaged files: each is read or refused in words, and nothing outside of it is read.</summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int Files = 100_000;

    [Fact]
    public void SafeTensorsAreReadOrRefused()
    {
        Random random = RunSeed.Random();
        byte[][] sound = [.. RunSeed.Sample(DrawnTensors.Files, 100, stream: 17).Select(static drawn => drawn.ToBytes())];
        int refused = 0;
        for (int trial = 0; trial < Files; trial++)
        {
            byte[] file = sound[trial % sound.Length];

            // Half of the time the length of the header stays right, so that more of it is read.
            int headerLength = BitConverter.ToInt32(file);
            byte[] damaged = trial % 2 == 0
                ? Damage.Mutate(file, random)
                : Damage.File(Damage.Mutate(file[sizeof(ulong)..(sizeof(ulong) + headerLength)], random), file.AsSpan(sizeof(ulong) + headerLength));
            refused += Fuzzing.IsRefused(damaged, static bytes => SafeTensorsFile.Read(bytes, Fuzzing.Name), random) ? 1 : 0;
        }

        Report(refused);
    }

    [Fact]
    public void OnnxFilesAreReadOrRefused()
    {
        Random random = RunSeed.Random();
        byte[][] sound = [.. RunSeed.Sample(DrawnInitializer.All.Two(), 100, stream: 18).Select(static drawn => DrawnInitializer.Model(drawn.Item1, drawn.Item2))];
        int refused = 0;
        for (int trial = 0; trial < Files; trial++)
        {
            refused += Fuzzing.IsRefused(Damage.Mutate(sound[trial % sound.Length], random), static bytes => OnnxFile.Read(bytes, Fuzzing.Name), random) ? 1 : 0;
        }

        Report(refused);
    }

    /// <summary>Most changes are noticed; those of elements and names are not.</summary>
    private void Report(int refused)
    {
        output.WriteLine($"{refused} of {Files} are refused; {RunSeed.Replay}");
        Assert.InRange(refused, Files / 2, Files - 1000);
    }
}
