using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SpanAttention.Primitives;
using Xunit.Abstractions;
using static Xunit.Assert;

namespace SpanAttention.Tests;

/// <summary>What this process runs. The width matrix (<c>.ci/widths</c>) says what it expects, and <c>.ci/net8-tests</c> which runtime, so that they cannot silently test something else.</summary>
public sealed class RunningArithmeticTests(ITestOutputHelper output)
{
    private const string ExpectedCanon = "SPANATTENTION_EXPECT_CANON";
    private const string ExpectedWidth = "SPANATTENTION_EXPECT_WIDTH";
    private const string ExpectedRuntime = "SPANATTENTION_EXPECT_RUNTIME";

    // (1 + 2^-12)² = 1 + 2^-11 + 2^-24: rounding the product loses its last term.
    private const float Factor = 1 + (1f / 4096);
    private const float Addend = -(1 + (1f / 2048));
    private const float LostTerm = 1f / (1 << 24);

    /// <summary>The vectors that emitted code chooses, in bits; 0 where the runtime carries vectors out in software.</summary>
    private static int Width => Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    [Xunit.Fact]
    public void The_canon_is_what_multiply_add_does_in_every_width()
    {
        output.WriteLine($"Running: {AttentionNumerics.Arithmetic} canon, {Width}-bit vectors, {RuntimeInformation.FrameworkDescription} on {RuntimeInformation.ProcessArchitecture}");
        float expected = AttentionNumerics.Arithmetic == ArithmeticCanon.Fused ? LostTerm : 0;

        Equal(expected, Lanes.MultiplyAdd(Factor, Factor, Addend));
        Equal(Vector128.Create(expected), Lanes.MultiplyAdd(Vector128.Create(Factor), Vector128.Create(Factor), Vector128.Create(Addend)));
        Equal(Vector256.Create(expected), Lanes.MultiplyAdd(Vector256.Create(Factor), Vector256.Create(Factor), Vector256.Create(Addend)));
        Equal(Vector512.Create(expected), Lanes.MultiplyAdd(Vector512.Create(Factor), Vector512.Create(Factor), Vector512.Create(Addend)));
    }

    [ExpectationFact(ExpectedCanon)]
    public void The_expected_canon_runs() =>
        Equal(Environment.GetEnvironmentVariable(ExpectedCanon), AttentionNumerics.Arithmetic.ToString());

    [ExpectationFact(ExpectedWidth)]
    public void The_expected_width_runs() =>
        Equal(Environment.GetEnvironmentVariable(ExpectedWidth), Width.ToString(CultureInfo.InvariantCulture));

    [ExpectationFact(ExpectedRuntime)]
    public void The_expected_runtime_runs() =>
        StartsWith(Environment.GetEnvironmentVariable(ExpectedRuntime), RuntimeInformation.FrameworkDescription, StringComparison.Ordinal);
}
