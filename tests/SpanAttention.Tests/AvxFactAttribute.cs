using System.Runtime.Intrinsics.X86;

namespace SpanAttention.Tests;

/// <summary>A test of what consists of operations within vectors of 256 bits; skipped where the process has none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AvxFactAttribute : Xunit.FactAttribute
{
    public AvxFactAttribute() => Skip = Avx.IsSupported ? null : "AVX is not supported here, and nothing takes its place: whoever calls asks first.";
}
