using SpanAttention.Benchmarks.Builds;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks;

/// <summary>Workloads that the command line asks for: of those that are always there, and of a file.</summary>
internal sealed class ChosenWorkloads
{
    private readonly IReadOnlyList<Workload> builtIn;
    private readonly IReadOnlyList<Workload> further;

    private ChosenWorkloads(IReadOnlyList<Workload> builtIn, IReadOnlyList<Workload> further)
    {
        this.builtIn = builtIn;
        this.further = further;
    }

    public static ChosenWorkloads Of(Options options)
    {
        IReadOnlyList<Workload> further = options.WorkloadFile is string path ? WorkloadFile.Read(path) : [];
        RefuseUnknownLabels(options.Only, [.. Workloads.All, .. further]);
        return new ChosenWorkloads(Chosen(Workloads.All, options), Chosen(further, options));
    }

    /// <summary>Scenes of the types that this project declares, and of those that the file asks for.</summary>
    public IReadOnlyList<Scene> Scenes() => [.. builtIn.SelectMany(workload => Scene.Of(workload, BuiltInDeclarations.For(workload))), .. Further(LibraryBuild.Own)];

    /// <summary>The same scenes, all of them compiled at run time by a build.</summary>
    public IReadOnlyList<Scene> Compile(LibraryBuild build)
    {
        IReadOnlyDictionary<Workload, IReadOnlyList<Declaration>> declarations = BuiltInDeclarations.Compile(builtIn, build);
        return [.. builtIn.SelectMany(workload => Scene.Of(workload, declarations[workload])), .. Further(build)];
    }

    private IEnumerable<Scene> Further(LibraryBuild build)
    {
        IReadOnlyDictionary<Workload, Declaration> declarations = DeclarationCompiler.Compile(further, build);
        return further.SelectMany(workload => Scene.Of(workload, [declarations[workload]]));
    }

    private static IReadOnlyList<Workload> Chosen(IReadOnlyList<Workload> workloads, Options options) =>
        [.. workloads.Where(workload => options.Only.Count == 0 || options.Only.Any(label => HasLabel(workload, label)))];

    private static void RefuseUnknownLabels(IReadOnlyList<string> labels, IReadOnlyList<Workload> workloads)
    {
        string[] unknown = [.. labels.Where(label => !workloads.Any(workload => HasLabel(workload, label)))];
        if (unknown.Length > 0)
        {
            string known = string.Join(", ", workloads.Select(workload => workload.Label).Distinct());
            throw new UsageException($"--only {string.Join(',', unknown)}: no such workload; there are {known}");
        }
    }

    private static bool HasLabel(Workload workload, string label) => workload.Label.Equals(label, StringComparison.OrdinalIgnoreCase);
}
