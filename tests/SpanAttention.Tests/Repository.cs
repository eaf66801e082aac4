namespace SpanAttention.Tests;

/// <summary>The folder of the repository that the running tests were built in: where their pages and golden files are. Paths that the compiler knows are mapped in a deterministic build.</summary>
internal static class Repository
{
    /// <summary>The folder, or null if the tests run elsewhere.</summary>
    public static string? Found { get; } = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>The path of what lies inside, as in <c>Repository.Of("src", "README.md")</c>.</summary>
    /// <exception cref="DirectoryNotFoundException">The tests run elsewhere.</exception>
    public static string Of(params string[] parts) =>
        Path.Combine([Found ?? throw new DirectoryNotFoundException("The tests do not run inside the repository."), .. parts]);

    private static string? Find(DirectoryInfo? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
