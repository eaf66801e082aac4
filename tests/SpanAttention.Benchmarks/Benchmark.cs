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

        IReadOnlyList<Scene> scenes = Scenes(options);
        MachineLimits limits = new();
        SceneRunner runner = new(limits, options.Quick ? Pace.Quick(scenes.Count) : Pace.Thorough, options.Threads);
        SceneOutcome[] outcomes = [.. scenes.Select(runner.Run)];
        Result[] results = [.. outcomes.SelectMany(outcome => Result.Of(outcome, limits, options.Threads))];
        Table.Write(results, limits, Console.Out);
        if (options.JsonFile is string path)
        {
            JsonReport.Write(results, path);
        }
    }

    private static IReadOnlyList<Scene> Scenes(Options options)
    {
        List<Workload> workloads = [.. Workloads.All];
        foreach (string label in options.Only)
        {
            if (!workloads.Any(workload => HasLabel(workload, label)))
            {
                throw new UsageException($"--only {label}: there is no such workload; there are {string.Join(", ", workloads.Select(workload => workload.Label))}");
            }
        }

        return
        [
            .. workloads
                .Where(workload => options.Only.Count == 0 || options.Only.Any(label => HasLabel(workload, label)))
                .SelectMany(workload => Scene.Of(workload, BuiltInDeclarations.For(workload))),
        ];
    }

    private static bool HasLabel(Workload workload, string label) => workload.Label.Equals(label, StringComparison.OrdinalIgnoreCase);
}
