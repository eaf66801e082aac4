using System.Globalization;

namespace SpanAttention.Verification.Tests.Broken;

/// <summary>What is right passes.</summary>
public sealed class RightKernelTests
{
    // A thousand take a quarter of an hour without optimization: SPANATTENTION_CASES=1000.
    private static readonly int Cases = int.TryParse(Environment.GetEnvironmentVariable("SPANATTENTION_CASES"), CultureInfo.InvariantCulture, out int cases) ? cases : 100;

    private static readonly VerificationSettings Settings = new() { Seed = RunSeed.For(nameof(RightKernelTests)), Cases = Cases };

    public static TheoryData<string, string> Properties
    {
        get
        {
            TheoryData<string, string> rows = [];
            foreach ((string name, AttentionRoutine routine) in RightKernels.Routines)
            {
                AttentionProperties.Of(routine).ToList().ForEach(property => rows.Add(name, property.Name));
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Properties))]
    public void Pass(string kernel, string property) => AttentionProperties.Of(RightKernels.Routines[kernel])[property].Check(Settings);
}
