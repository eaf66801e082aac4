using System.Reflection;
using SpanAttention.Benchmarks.Builds;

namespace SpanAttention.Benchmarks.Declarations;

/// <summary>The declared types of this project, by the label of the workload that they compute.</summary>
internal static class BuiltInDeclarations
{
    private const double BFloat16Bytes = 2;
    private const double Int8Bytes = 1 + (sizeof(float) / 32.0); // 32 weights share a scale
    private const string AttentionFolder = "Attention/";
    private const string BlocksFolder = "Blocks/";

    public static IReadOnlyList<Declaration> For(Workload workload) => workload.Label switch
    {
        "W1" => [Declaration.Of<ChapterAttention>()],
        "W2" => [Declaration.Of<NpcAttention>()],
        "W3" => [Declaration.Of<EntityAttention>(), Declaration.WithLengthsFromSpans<EntitySpanAttention>()],
        "W4" => [Declaration.Of<Causal256Attention>(), Declaration.WithLengthsFromSpans<CausalSpanAttention>()],
        "W5" => [Declaration.Of<Causal1024Attention>(), Declaration.WithLengthsFromSpans<CausalSpanAttention>()],
        "W6" => [Declaration.Of<GroupedAttention>()],
        "W7" => [Declaration.Of<DecodeAttention>()],
        "W8" => [Declaration.Of<GroupedDecodeAttention>()],
        "W9" => [Declaration.Of<LongAttention>()],
        "W10" => [Declaration.Of<SmallLayer>()],
        "W11" => [Declaration.Of<ModelLayer>()],
        "W12" => [Declaration.Of<CachedModelLayer>()],
        "W13" => [Declaration.Of<Gpt2FeedForward>()],
        "W14" => [Declaration.Of<Gpt2Block>(), Declaration.WithWeights<Gpt2BlockBFloat16>("BFloat16", BFloat16Bytes), Declaration.WithWeights<Gpt2BlockInt8>("Int8", Int8Bytes)],
        "W15" => [Declaration.Of<Gpt2Block>()],
        "W16" => [Declaration.Of<MiniLmBlock>()],
        _ => [],
    };

    /// <summary>The same types as another build compiles them, from their sources, which this assembly carries.</summary>
    public static IReadOnlyDictionary<Workload, IReadOnlyList<Declaration>> Compile(IReadOnlyList<Workload> workloads, LibraryBuild build)
    {
        if (workloads.Count == 0)
        {
            return new Dictionary<Workload, IReadOnlyList<Declaration>>();
        }

        Assembly compiled = DeclarationCompiler.Compile("BuiltIn", Sources(workloads), build);
        return workloads.ToDictionary(
            workload => workload,
            IReadOnlyList<Declaration> (workload) => [.. For(workload).Select(declaration => declaration with { Type = compiled.GetType(declaration.Type.FullName!, throwOnError: true)! })]);
    }

    /// <summary>No more than the workloads need: an older build knows attention and layers, but no blocks.</summary>
    private static IEnumerable<string> Sources(IReadOnlyList<Workload> workloads) =>
    [
        .. workloads.Any(workload => workload.HiddenDim == 0) ? Sources(AttentionFolder) : [],
        .. workloads.Any(workload => workload.HiddenDim > 0) ? Sources(BlocksFolder) : [],
    ];

    private static IEnumerable<string> Sources(string folder)
    {
        Assembly assembly = typeof(BuiltInDeclarations).Assembly;
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(folder, StringComparison.Ordinal)))
        {
            using StreamReader reader = new(assembly.GetManifestResourceStream(name)!);
            yield return reader.ReadToEnd();
        }
    }
}
