using System.Runtime.InteropServices;

namespace SpanAttention.Samples.Tests;

/// <summary>A test that switches vector widths, whose switches are those of x64.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class X64FactAttribute : FactAttribute
{
    public X64FactAttribute()
    {
        if (RuntimeInformation.ProcessArchitecture != Architecture.X64)
        {
            Skip = "The runtime's switches for vector widths are those of x64.";
        }
    }
}
