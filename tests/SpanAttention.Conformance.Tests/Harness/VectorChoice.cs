using System.Reflection;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Emitted text whose vector width a test picks instead of the machine. A width that the machine has not is carried out in software, so that nothing is out of reach of any machine.</summary>
public static class VectorChoice
{
    private const string File = "VectorChoice.g.cs";
    private const string TypeName = "VectorChoice";
    private const string PropertyName = "Width";

    // What serves all other widths has no condition.
    private static readonly int[] AskedFor = [512, 256];

    /// <summary>Bits of the vectors that emitted code has steps for, the widest first.</summary>
    public static IReadOnlyList<int> Widths { get; } = [512, 256, 128];

    /// <summary>The text with other conditions in the place of those that ask the machine.</summary>
    /// <param name="text">An emitted file.</param>
    /// <param name="condition">What holds where vectors of at least so many bits are used.</param>
    public static string Replace(string text, Func<int, string> condition) =>
        AskedFor.Aggregate(text, (replaced, width) => replaced.Replace($"Vector{width}.IsHardwareAccelerated", condition(width), StringComparison.Ordinal));

    /// <summary>Emitted files in which <see cref="Pick"/> decides.</summary>
    public static IReadOnlyDictionary<string, string> LeaveOpen(IReadOnlyDictionary<string, string> emittedSources)
    {
        Dictionary<string, string> open = emittedSources.ToDictionary(
            static source => source.Key, static source => Replace(source.Value, static width => $"(global::{TypeName}.{PropertyName} >= {width})"));
        Assert.True(open.Any(source => source.Value != emittedSources[source.Key]), "Nothing that is emitted asks for the machine's vectors.");
        open.Add(File, $"internal static class {TypeName} {{ public static int {PropertyName} {{ get; set; }} }}");
        return open;
    }

    /// <summary>Makes compiled files that were left open use vectors of so many bits from here on.</summary>
    public static void Pick(Assembly assembly, int width) =>
        assembly.GetType(TypeName, throwOnError: true)!.GetProperty(PropertyName)!.SetValue(null, width);

    /// <summary>Whether a file has steps of another width, and so does not run in this one.</summary>
    public static bool IsOfAnother(int width, string file) =>
        WidthOf(file) is { } own && own != width;

    /// <summary>The width that all steps of a file are for; null where it serves several.</summary>
    public static int? WidthOf(string file) =>
        Widths.Where(width => file.EndsWith($".Vector{width}.g.cs", StringComparison.Ordinal) || file.StartsWith($"Lanes{width}.", StringComparison.Ordinal)).Select(static width => (int?)width).SingleOrDefault();
}
