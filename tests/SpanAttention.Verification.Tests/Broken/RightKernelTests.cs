namespace SpanAttention.Verification.Tests.Broken;

/// <summary>What is right passes, on ten times as many cases as usual.</summary>
public sealed class RightKernelTests
{
    private static readonly VerificationSettings Settings = new() { Seed = RunSeed.For(nameof(RightKernelTests)), Cases = 1000 };

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
