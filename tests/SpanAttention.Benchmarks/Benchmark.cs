using SpanAttention.Benchmarks.Declarations;
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
        IReadOnlyList<Scene> scenes = Scenes(options);
        if (options.PublishedTable)
        {
            PublishedTable.Run(scenes, options.Quick);
            return;
        }

        Pace pace = options.Quick ? Pace.Quick(scenes.Count) : Pace.Thorough;
        MachineLimits limits = new(pace.BatchSeconds);
        SceneRunner runner = new(limits, pace, options.Threads);
        SceneOutcome[] outcomes = [.. scenes.Select(runner.Run)];
        Result[] results = [.. outcomes.SelectMany(outcome => Result.Of(outcome, options.Threads))];
        Table.Write(results, limits.Samples, Console.Out);
        if (options.JsonFile is string path)
        {
            JsonReport.Write(results, path);
        }
    }

    private static IReadOnlyList<Scene> Scenes(Options options)
    {
        IReadOnlyList<Workload> further = options.WorkloadFile is string path ? WorkloadFile.Read(path) : [];
        IReadOnlyList<Workload> builtIn = Chosen(Workloads.All, options);
        IReadOnlyList<Workload> compiled = Chosen(further, options);
        RefuseUnknownLabels(options.Only, [.. Workloads.All, .. further]);

        IReadOnlyDictionary<Workload, Declaration> declarations = DeclarationCompiler.Compile(compiled);
        return
        [
            .. builtIn.SelectMany(workload => Scene.Of(workload, BuiltInDeclarations.For(workload))),
            .. compiled.SelectMany(workload => Scene.Of(workload, declarations.TryGetValue(workload, out Declaration? declaration) ? [declaration] : [])),
        ];
    }

    /// <summary>Now, not after minutes of measuring.</summary>
    private static void RefuseMissingFolder(string? jsonFile)
    {
        if (jsonFile is not null && !Directory.Exists(Path.GetDirectoryName(Path.GetFullPath(jsonFile))))
        {
            throw new UsageException($"--json {jsonFile}: its folder does not exist");
        }
    }

    private static IReadOnlyList<Workload> Chosen(IReadOnlyList<Workload> workloads, Options options) =>
        [.. workloads.Where(workload => options.Only.Count == 0 || options.Only.Any(label => HasLabel(workload, label)))];

    private static void RefuseUnknownLabels(IReadOnlyList<string> labels, IReadOnlyList<Workload> workloads)
    {
        string[] unknown = [.. labels.Where(label => !workloads.Any(workload => HasLabel(workload, label)))];
        if (unknown.Length > 0)
        {
            string known = string.Join(", ", workloads.Select(workload => workload.Label));
            throw new UsageException($"--only {string.Join(',', unknown)}: no such workload; there are {known}");
        }
    }

    private static bool HasLabel(Workload workload, string label) => workload.Label.Equals(label, StringComparison.OrdinalIgnoreCase);
}
