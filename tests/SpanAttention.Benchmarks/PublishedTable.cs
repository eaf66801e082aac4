using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Order;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using SpanAttention.Benchmarks.Contenders;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks;

/// <summary>The table in the README, as BenchmarkDotNet measures it.</summary>
[MemoryDiagnoser]
[HideColumns("Error", "StdDev", "Median", "RatioSD", "Alloc Ratio")]
[Orderer(SummaryOrderPolicy.Declared)]
public class PublishedTable
{
    private static IReadOnlyList<Scene> scenes = [];

    private Cast? cast;
    private Contender? spanAttention;
    private Contender? onnxRuntime;
    private Contender? tensorPrimitives;

    public static IEnumerable<string> Workloads => scenes.Select(scene => scene.Name);

    [ParamsSource(nameof(Workloads))]
    public string Workload { get; set; } = string.Empty;

    [GlobalSetup]
    public void Prepare()
    {
        cast = Cast.Of(scenes.Single(scene => scene.Name == Workload), threads: 1);
        spanAttention = Find(Declaration.ContenderName);
        onnxRuntime = Find("ONNX Runtime");
        tensorPrimitives = Find(TensorPrimitivesArithmetic.Name);
    }

    [GlobalCleanup]
    public void Release() => cast?.Dispose();

    [Benchmark]
    public void SpanAttention() => Run(spanAttention);

    [Benchmark(Baseline = true)]
    public void OnnxRuntime() => Run(onnxRuntime);

    [Benchmark]
    public void TensorPrimitives() => Run(tensorPrimitives);

    /// <summary>Runs in this process: a process for each row would not know the chosen scenes, and would compile in tiers.</summary>
    internal static void Run(IReadOnlyList<Scene> chosen, bool quick)
    {
        scenes = [.. chosen.Where(scene => scene.Declarations.Count > 0)];
        Job job = (quick ? Job.ShortRun : Job.Default.WithWarmupCount(5).WithIterationCount(15)).WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkRunner.Run<PublishedTable>(DefaultConfig.Instance.AddJob(job));
    }

    /// <summary>Who does not compete shows as NA.</summary>
    private static void Run(Contender? contender) => (contender ?? throw new NotSupportedException("it does not compete")).Run(calls: 1);

    private Contender? Find(string name) => cast!.Contenders.FirstOrDefault(contender => contender.Name.StartsWith(name, StringComparison.Ordinal));
}
