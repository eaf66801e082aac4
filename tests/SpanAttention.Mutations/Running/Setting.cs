using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Running;

/// <summary>Under what a mutant runs: the arithmetic of the process, and the vector width that emitted code is made to pick.</summary>
/// <param name="IsSeparate">Without fused multiply-add.</param>
/// <param name="Width">Bits of the vectors; a width that the machine has not is computed in software.</param>
internal readonly record struct Setting(bool IsSeparate, int Width)
{
    private const int MiddleWidth = 256;
    private const int NarrowWidth = 128;

    /// <summary>In which text of one width runs; what serves all widths runs in one with either arithmetic.</summary>
    public static Setting For(int? width, bool isSeparate) => new(isSeparate, width ?? (isSeparate ? NarrowWidth : MiddleWidth));

    /// <summary>What switches the arithmetic of a process. Blocks are shared among threads on a machine of one processor too.</summary>
    public static IReadOnlyDictionary<string, string> Environment(bool isSeparate)
    {
        Dictionary<string, string> environment = new() { ["DOTNET_PROCESSOR_COUNT"] = "2" };
        if (isSeparate)
        {
            environment["DOTNET_EnableAVX2"] = "0";
        }

        return environment;
    }

    /// <summary>Emitted text that picks this width whatever the machine has. The conditions are constants to the JIT, but not to the compiler, which would warn.</summary>
    public string Force(string text)
    {
        int width = Width;
        return VectorChoice.Replace(text, bits => width >= bits ? "(Vector128<float>.Count == 4)" : "(Vector128<float>.Count != 4)");
    }
}
