using System.Reflection;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Steps that no shape changes are primitives of the library. Compiled beside emitted code their sources come before the library's own, so that mistakes can be put into them too.</summary>
public static class PrimitiveSources
{
    /// <summary>The namespace of primitives.</summary>
    public const string Namespace = "SpanAttention.Primitives";

    private const string Folder = "Primitives/";

    // Names that the library has as well, a namespace that every project of the house has, and the library's own warnings, which its project sets.
    private const string Preamble = "#nullable enable\n#pragma warning disable CS0436, CS0105\nusing System;\n";

    // What only serves the steps, and what they do not call, has tests of its own.
    private static readonly string[] Served = ["IFloatLanes", "Transpose", "Elementwise"];

    /// <summary>The files by name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(static name => name.StartsWith(Folder, StringComparison.Ordinal))
        .ToDictionary(static name => name[Folder.Length..], static name => Preamble + Read(name));

    /// <summary>Those of the files that have steps, and not what serves them.</summary>
    public static IReadOnlyDictionary<string, string> Steps { get; } = All
        .Where(static source => !Served.Any(served => source.Key.Contains(served, StringComparison.Ordinal)))
        .ToDictionary(static source => source.Key, static source => source.Value);

    /// <summary>Emitted files and those of primitives.</summary>
    public static IReadOnlyDictionary<string, string> Beside(IReadOnlyDictionary<string, string> emittedSources) =>
        emittedSources.Concat(All).ToDictionary(static source => source.Key, static source => source.Value);

    private static string Read(string resource)
    {
        using StreamReader reader = new(Assembly.GetExecutingAssembly().GetManifestResourceStream(resource)!);
        return reader.ReadToEnd();
    }
}
