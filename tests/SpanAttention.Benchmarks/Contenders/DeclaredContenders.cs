using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Makes contenders of declared types, all on the same data.</summary>
internal sealed class DeclaredContenders
{
    private readonly Workload workload;
    private readonly object data;

    public DeclaredContenders(Workload workload, DataRotation rotation)
    {
        this.workload = workload;
        data = rotation;
    }

    public DeclaredContenders(Workload workload, LayerTensors tensors)
    {
        this.workload = workload;
        data = tensors;
    }

    /// <summary>Each declared type on one thread, and before them, where that is asked for, on several.</summary>
    public IEnumerable<Contender> All(IReadOnlyList<Declaration> declarations, int threads) => threads == 1
        ? declarations.Select(declaration => Serial(declaration, declaration.Name))
        : [.. Parallel(declarations), .. declarations.Select(declaration => Serial(declaration, $"{declaration.Name} (one thread)"))];

    public Contender Serial(Declaration declaration, string name) => Serial(declaration, name, new float[workload.OutputLength]);

    public Contender Serial(Declaration declaration, string name, float[] destination) => workload switch
    {
        { IsCachedLayer: true } => Create(typeof(CachedLayerContender<>), declaration, name, workload, data, destination),
        { IsLayer: true } => Create(typeof(LayerContender<>), declaration, name, data, destination),
        { IsSelfAttention: true } => Create(typeof(SelfAttentionContender<>), declaration, name, data, destination),
        _ => Create(typeof(AttentionContender<>), declaration, name, workload, data, destination),
    };

    /// <summary>Layers and the chapter's attention have no parallel routine.</summary>
    private IEnumerable<Contender> Parallel(IReadOnlyList<Declaration> declarations) => workload.IsLayer || workload.IsSelfAttention
        ? []
        : declarations.Select(declaration => Create(typeof(ParallelAttentionContender<>), declaration, declaration.Name, workload, data, new float[workload.OutputLength]));

    private static Contender Create(Type contender, Declaration declaration, params object[] arguments) =>
        (Contender)Activator.CreateInstance(contender.MakeGenericType(declaration.Type), arguments)!;
}
