using SpanAttention.Benchmarks.Builds;
using SpanAttention.Benchmarks.Comparing;
using SpanAttention.Benchmarks.Measuring;
using SpanAttention.Benchmarks.Reporting;

namespace SpanAttention.Benchmarks;

/// <summary>Runs what the command line asks for.</summary>
internal static class Benchmark
{
    public static void Run(Options options)
    {
        if (options.Processor is int processor)
        {
            Processor.Pin(processor);
        }

        RefuseMissingFolder(options.JsonFile);
        ChosenWorkloads workloads = ChosenWorkloads.Of(options);
        if (options.PublishedTable)
        {
            PublishedTable.Run(workloads.Scenes(), options.Quick);
        }
        else if (options.OtherBuild is string folder)
        {
            CompareBuilds(workloads, BuildFolder.Find(folder), options);
        }
        else
        {
            CompareContenders(workloads.Scenes(), options);
        }
    }

    private static void CompareContenders(IReadOnlyList<Scene> scenes, Options options)
    {
        Pace pace = options.Quick ? Pace.Quick(scenes.Count) : Pace.Thorough;
        MachineLimits limits = new(pace.BatchSeconds);
        SceneRunner runner = new(limits, pace, options.Threads);
        SceneOutcome[] outcomes = [.. scenes.Select(runner.Run)];
        Result[] results = [.. outcomes.SelectMany(outcome => Result.Of(outcome, options.Threads))];
        Table.Write(results, limits.Samples, Console.Out);
        WriteJson(results.Where(result => result.Skipped is null), options);
    }

    /// <summary>This build is loaded a second time too, so that both are compiled and loaded in the same way.</summary>
    private static void CompareBuilds(ChosenWorkloads workloads, string otherFolder, Options options)
    {
        IReadOnlyList<Scene> own = workloads.Compile(LibraryBuild.Load(BuildFolder.Own));
        IReadOnlyList<Scene> other = workloads.Compile(LibraryBuild.Load(otherFolder));
        BuildPair[] pairs = [.. own.Zip(other, BuildPair.Of).SelectMany(scenePairs => scenePairs)];
        Pace pace = options.Quick ? Pace.Quick(pairs.Length) : Pace.Thorough;
        PairOutcome[] outcomes = [.. pairs.Select(new BuildComparison(pace.SceneSeconds).Run)];
        Console.WriteLine($"this:  {BuildFolder.Own}");
        Console.WriteLine($"other: {otherFolder}");
        PairTable.Write(outcomes, Console.Out);
        WriteJson(outcomes, options);
    }

    /// <summary>Now, not after minutes of measuring.</summary>
    private static void RefuseMissingFolder(string? jsonFile)
    {
        if (jsonFile is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(jsonFile))))
        {
            throw new UsageException($"--json {jsonFile}: its folder does not exist");
        }
    }

    private static void WriteJson<TRow>(IEnumerable<TRow> rows, Options options)
    {
        if (options.JsonFile is string path)
        {
            JsonReport.Write(rows, path);
        }
    }
}
