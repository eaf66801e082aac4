using System.Runtime.CompilerServices;

namespace SpanAttention.Mutations.Running;

/// <summary>Leaves NaN where the next call finds its scratch, so that what is read before it is written shows.</summary>
internal static class DirtyStack
{
    private const int Floats = 64 * 1024;

    [MethodImpl(MethodImplOptions.NoInlining)]
    [SkipLocalsInit]
    public static void Spread()
    {
        Span<float> stack = stackalloc float[Floats];
        stack.Fill(float.NaN);
    }
}
