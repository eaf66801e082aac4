using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Makes contenders of a scene's declared types.</summary>
internal sealed class DeclaredContenders(Scene scene, int threads)
{
    public IEnumerable<Contender> Attention(DataRotation rotation)
    {
        Type contender = scene.Workload.IsSelfAttention ? typeof(SelfAttentionContender<>) : typeof(AttentionContender<>);
        return [.. Parallel(rotation), .. scene.Declarations.Select(declaration => Create(contender, declaration, SerialName(declaration), rotation))];
    }

    public IEnumerable<Contender> Layer(LayerTensors tensors) =>
        scene.Declarations.Select(declaration => Create(scene.Workload.IsCachedLayer ? typeof(CachedLayerContender<>) : typeof(LayerContender<>), declaration, SerialName(declaration), tensors));

    /// <summary>The declared types on several threads, where that is asked for; the chapter's is none of them.</summary>
    private IEnumerable<Contender> Parallel(DataRotation rotation) => threads == 1 || scene.Workload.IsSelfAttention
        ? []
        : scene.Declarations.Select(declaration => Create(typeof(ParallelAttentionContender<>), declaration, declaration.Name, rotation));

    private Contender Create(Type contender, Declaration declaration, string name, object data) =>
        (Contender)Activator.CreateInstance(contender.MakeGenericType(declaration.Type), name, scene.Workload, data)!;

    private string SerialName(Declaration declaration) => threads > 1 ? $"{declaration.Name} (one thread)" : declaration.Name;
}
