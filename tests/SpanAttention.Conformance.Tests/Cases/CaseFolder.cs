namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Where cases are: a copied set beside the tests, and a folder shared by projects that may be absent.</summary>
public static class CaseFolder
{
    private const string Variable = "SPANATTENTION_CONFORMANCE";

    public static IReadOnlyList<ConformanceCase> Vectors { get; } = CaseReader.ReadFolder(Path.Combine(AppContext.BaseDirectory, "Vectors"));

    public static string? Shared { get; } = FindShared();

    /// <summary>Why the shared cases cannot run, or null if they can.</summary>
    public static string? WhySharedIsMissing =>
        Shared is null ? $"No conformance folder: {Variable} names none, and there is no shared/conformance beside the repository." : null;

    public static IReadOnlyList<ConformanceCase> ReadShared(string set) =>
        Shared is null ? [] : CaseReader.ReadFolder(Path.Combine(Shared, set));

    private static string? FindShared()
    {
        string? named = Environment.GetEnvironmentVariable(Variable);
        string? folder = string.IsNullOrEmpty(named) ? Repository.Found is null ? null : Repository.Of("..", "shared", "conformance") : named;
        return Directory.Exists(folder) ? folder : null;
    }
}
