namespace SpanAttention.Benchmarks.Builds;

/// <summary>Where a build lies: in the named folder, or, where that is a checkout, where its benchmark was built.</summary>
internal static class BuildFolder
{
    private const string Benchmark = "tests/SpanAttention.Benchmarks";

    /// <summary>The folder of the build that runs.</summary>
    public static string Own => AppContext.BaseDirectory;

    public static string Find(string folder)
    {
        string[] candidates = [Path.GetFullPath(folder), Path.GetFullPath(Path.Combine(folder, Benchmark, "bin/Release/net10.0"))];
        return candidates.FirstOrDefault(LibraryBuild.IsIn) ?? throw new UsageException(
            $"--against {folder}: neither it nor {candidates[1]} holds SpanAttention.dll and SpanAttention.Generators.dll; in a checkout, dotnet build -c Release {Benchmark} writes them");
    }
}
