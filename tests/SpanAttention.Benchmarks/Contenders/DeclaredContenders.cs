using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Makes contenders of declared types, all on the same data.</summary>
internal sealed class DeclaredContenders
{
    public const string OneAfterTheOther = " (one cache after the other)";

    private readonly Workload workload;
    private readonly object data;
    private readonly int copies = 1;

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

    public DeclaredContenders(Workload workload, FeedForwardTensors tensors, int copies)
    {
        this.workload = workload;
        this.copies = copies;
        data = tensors;
    }

    public DeclaredContenders(Workload workload, BlockTensors tensors, int copies)
    {
        this.workload = workload;
        this.copies = copies;
        data = tensors;
    }

    /// <summary>Each declared type on one thread, and before them, where that is asked for, on several.</summary>
    public IEnumerable<Contender> All(IReadOnlyList<Declaration> declarations, int threads) => threads == 1
        ? [.. declarations.Select(declaration => Rotating(declaration, declaration.Name)), .. Successive(declarations)]
        : [.. Parallel(declarations), .. declarations.Select(declaration => Rotating(declaration, $"{declaration.Name} (one thread)"))];

    public Contender Serial(Declaration declaration, string name, float[] destination) => workload switch
    {
        { IsFeedForward: true } => Create(typeof(FeedForwardContender<>), declaration, name, data, destination),
        { IsBlock: true, CachedTokens: > 0 } => Create(typeof(CachedBlockContender<>), declaration, name, workload, data, destination),
        { IsBlock: true } => Create(typeof(BlockContender<>), declaration, name, workload, data, destination),
        { IsCachedLayer: true } => Create(typeof(CachedLayerContender<>), declaration, name, workload, data, destination),
        { IsLayer: true } => Create(typeof(LayerContender<>), declaration, name, data, destination),
        { IsSelfAttention: true } => Create(typeof(SelfAttentionContender<>), declaration, name, data, destination),
        _ => Create(typeof(AttentionContender<>), declaration, name, workload, data, destination),
    };

    private Contender Rotating(Declaration declaration, string name) => RotatingContender.Of(copies, () => Serial(declaration, name, new float[workload.OutputLength]));

    /// <summary>What several caches share a call for.</summary>
    private IEnumerable<Contender> Successive(IReadOnlyList<Declaration> declarations) => workload is { IsBatch: true, CachedTokens: > 0 }
        ? declarations.Select(declaration => Create(
            typeof(SuccessiveCachesContender<>), declaration, declaration.Name + OneAfterTheOther, workload, data, copies, new float[workload.OutputLength]))
        : [];

    /// <summary>Attention and blocks; one token, several texts in a call, and the rest run on one thread here.</summary>
    private IEnumerable<Contender> Parallel(IReadOnlyList<Declaration> declarations)
    {
        Type? parallel = workload switch
        {
            { IsBlock: true, IsBatch: false, CachedTokens: 0 } => typeof(ParallelBlockContender<>),
            { IsLayer: false, IsSelfAttention: false } => typeof(ParallelAttentionContender<>),
            _ => null,
        };
        return parallel is null ? [] : declarations.Select(declaration => Create(parallel, declaration, declaration.Name, workload, data, new float[workload.OutputLength]));
    }

    private static Contender Create(Type type, Declaration declaration, params object[] arguments)
    {
        Contender contender = (Contender)Activator.CreateInstance(type.MakeGenericType(declaration.Type), arguments)!;
        contender.BytesPerWeight = declaration.BytesPerWeight;
        return contender;
    }
}
