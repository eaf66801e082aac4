using System.Globalization;
using System.Runtime.CompilerServices;
using FsCheck.Xunit;

namespace SpanAttention.Tests;

/// <summary>A property whose arguments follow the run's seed where that is given; else FsCheck draws one, and says which where the property fails.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class SeededPropertyAttribute : PropertyAttribute
{
    private const ulong Gamma = 0x9E3779B97F4A7C15; // any odd number

    public SeededPropertyAttribute([CallerMemberName] string name = "")
    {
        if (RunSeed.For(name) is { } seed)
        {
            Replay = string.Create(CultureInfo.InvariantCulture, $"{seed},{Gamma}");
        }
    }
}
