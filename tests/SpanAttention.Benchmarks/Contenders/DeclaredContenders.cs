using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Makes contenders of declared types, all on the same data.</summary>
internal sealed class DeclaredContenders
{
    public const string OneAfterTheOther = " (one cache after the other)";

    private readonly Scene scene;
    private readonly Workload workload;
    private readonly object data;

    public DeclaredContenders(Scene scene, DataRotation rotation)
        : this(scene, data: rotation)
    {
    }

    public DeclaredContenders(Scene scene, LayerTensors tensors)
        : this(scene, data: tensors)
    {
    }

    public DeclaredContenders(Scene scene, FeedForwardTensors tensors)
        : this(scene, data: tensors)
    {
    }

    public DeclaredContenders(Scene scene, BlockTensors tensors)
        : this(scene, data: tensors)
    {
    }

    private DeclaredContenders(Scene scene, object data)
    {
        this.scene = scene;
        workload = scene.Workload;
        this.data = data;
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

    private Contender Rotating(Declaration declaration, string name) =>
        RotatingContender.Of(Copies(declaration), () => Serial(declaration, name, new float[workload.OutputLength]));

    /// <summary>Copies of the weights; inputs without any rotate by themselves.</summary>
    private int Copies(Declaration declaration) => workload.IsLayer ? scene.CopiesWith(declaration.BytesPerWeight) : 1;

    /// <summary>What several caches share a call for.</summary>
    private IEnumerable<Contender> Successive(IReadOnlyList<Declaration> declarations) => workload is { IsBatch: true, CachedTokens: > 0 }
        ? declarations.Select(declaration => Create(
            typeof(SuccessiveCachesContender<>), declaration, declaration.Name + OneAfterTheOther, workload, data, Copies(declaration), new float[workload.OutputLength]))
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
