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

        output.WriteLine($"{refused} of {Files} are refused; {RunSeed.Replay}");
        Assert.InRange(refused, Files / 2, Files - 1000);
    }
}
