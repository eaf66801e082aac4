namespace SpanAttention.Mutations.Running;

/// <summary>Under what a mutant runs: the arithmetic of the process, and the vector width that emitted code is made to pick.</summary>
/// <param name="IsSeparate">Without fused multiply-add.</param>
/// <param name="Width">Bits of the vectors; a width that the machine has not is computed in software.</param>
internal readonly record struct Setting(bool IsSeparate, int Width)
{
    private const int FirstWidth = 256;
    private const int NarrowWidth = 128;
    private const int WideWidth = 512;

    /// <summary>The settings in which text of one width, or of all, is looked at, in turn until a mutant is noticed.</summary>
    public static IEnumerable<Setting> For(int? width, bool isSeparate) => width is { } own
        ? [new(isSeparate, own)]
        : [new(isSeparate, FirstWidth), new(isSeparate, NarrowWidth), new(isSeparate, WideWidth)];

    /// <summary>What switches the arithmetic of a process.</summary>
    public static IReadOnlyDictionary<string, string> Environment(bool isSeparate) =>
        isSeparate ? new Dictionary<string, string> { ["DOTNET_EnableAVX2"] = "0" } : new Dictionary<string, string>();

    /// <summary>Emitted text that picks this width whatever the machine has. The conditions are constants to the JIT, but not to the compiler, which would warn.</summary>
    public string Force(string text) => text
        .Replace("Vector512.IsHardwareAccelerated", Condition(Width >= WideWidth), StringComparison.Ordinal)
        .Replace("Vector256.IsHardwareAccelerated", Condition(Width >= FirstWidth), StringComparison.Ordinal);

    private static string Condition(bool holds) => holds ? "(Vector128<float>.Count == 4)" : "(Vector128<float>.Count != 4)";
}
