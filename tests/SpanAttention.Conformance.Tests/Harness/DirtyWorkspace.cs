using SpanAttention.Primitives;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Fills this thread's workspace with NaN: a call must not live on what an earlier one left there.</summary>
internal static class DirtyWorkspace
{
    /// <param name="bytes">As many as the next call works in.</param>
    public static void Spread(long bytes) => Scratch.Rent(bytes / sizeof(float)).Fill(float.NaN);
}
