using System.Globalization;
using SpanAttention.Benchmarks.Builds;
using SpanAttention.Benchmarks.Comparing;
using SpanAttention.Benchmarks.Declarations;
using SpanAttention.Benchmarks.Gradients;
using SpanAttention.Benchmarks.Measuring;
using SpanAttention.Benchmarks.Models;
using SpanAttention.Benchmarks.Reporting;
using SpanAttention.Benchmarks.Tokens;

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
        string? otherFolder = options.OtherBuild is string folder ? BuildFolder.Find(folder) : null;
        if (options.PublishedTable)
        {
            PublishedTable.Run(ChosenWorkloads.Of(options).Scenes(), options.Quick);
        }
        else if (options.Model)
        {
            CompareModels(options);
        }
        else if (options.Gradients)
        {
            TimeGradients(options);
        }
        else if (options.TokenCounts is IReadOnlyList<int> counts)
        {
            TimeTokens(counts, otherFolder, options);
        }
        else if (otherFolder is not null)
        {
            CompareBuilds(ChosenWorkloads.Of(options), otherFolder, options);
        }
        else
        {
            CompareContenders(ChosenWorkloads.Of(options).Scenes(), options);
        }
    }

    private static void CompareContenders(IReadOnlyList<Scene> scenes, Options options)
    {
        Pace pace = options.Quick ? Pace.Quick(scenes.Count) : Pace.Thorough;
        MachineLimits limits = new(pace.BatchSeconds, options.Threads);
        SceneRunner runner = new(limits, pace, options.Threads);
        SceneOutcome[] outcomes = [.. scenes.Select(runner.Run)];
        Result[] results = [.. outcomes.SelectMany(outcome => Result.Of(outcome, limits.Samples))];
        Table.Write(results, limits.Samples, options.Threads, Console.Out);
        WriteJson(results.Where(result => result.Skipped is null), options);
    }

    private static void CompareBuilds(ChosenWorkloads workloads, string otherFolder, Options options)
    {
        IReadOnlyList<Scene> own = workloads.Compile(LoadOwn(otherFolder));
        IReadOnlyList<Scene> other = workloads.Compile(LibraryBuild.Load(otherFolder));
        BuildPair[] pairs = [.. own.Zip(other, BuildPair.Of).SelectMany(scenePairs => scenePairs)];
        Pace pace = options.Quick ? Pace.Quick(pairs.Length) : Pace.Thorough;
        PairOutcome[] outcomes = [.. pairs.Select(new BuildComparison(pace.SceneSeconds).Run)];
        WriteFolders(otherFolder);
        PairTable.Write(outcomes, Console.Out);
        WriteJson(outcomes, options);
    }

    private static void CompareModels(Options options)
    {
        using ModelComparison comparison = new(options.Threads, options.Quick);
        IReadOnlyList<ModelResult> results = comparison.Run();
        ModelTable.Write(results, options.Threads, Console.Out);
        WriteJson(results, options);
    }

    private static void TimeGradients(Options options)
    {
        GradientTimes times = new(options.Quick ? Pace.Quick(GradientWorkloads.All.Count) : Pace.Thorough);
        IReadOnlyList<GradientResult> results = [.. GradientWorkloads.All.Select(create => times.Run(create()))];
        GradientTable.Write(results, times.PeakFlops, Console.Out);
        WriteJson(results, options);
    }

    private static void TimeTokens(IReadOnlyList<int> counts, string? otherFolder, Options options)
    {
        Workload workload = TokenLayer.Of(options, counts[^1]);
        Type own = DeclarationCompiler.CompileLayerOfAnyLength(workload, LoadOwn(otherFolder));
        Type? other = otherFolder is null ? null : DeclarationCompiler.CompileLayerOfAnyLength(workload, LibraryBuild.Load(otherFolder));
        TokenCurve curve = new(workload, counts, own, other);
        Pace pace = options.Quick ? Pace.Quick(scenes: 1) : Pace.Thorough;
        IReadOnlyList<TokenPoint> points = curve.Run(pace.CurveSeconds);
        WriteFolders(otherFolder);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{workload.Name}; max error of the layer {curve.LayerError():0.0E-0}, of the products {curve.ProductError():0.0E-0}"));
        TokenTable.Write(points, Console.Out);
        WriteJson(points, options);
    }

    /// <summary>Beside another build this one is loaded a second time, so that both are loaded and compiled in the same way.</summary>
    private static LibraryBuild LoadOwn(string? otherFolder) => otherFolder is null ? LibraryBuild.Own : LibraryBuild.Load(BuildFolder.Own);

    private static void WriteFolders(string? otherFolder)
    {
        if (otherFolder is not null)
        {
            Console.WriteLine($"this:  {BuildFolder.Own}");
            Console.WriteLine($"other: {otherFolder}");
        }
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
