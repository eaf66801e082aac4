using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Makes contenders of a scene's declared types.</summary>
internal sealed class DeclaredContenders(Scene scene, int threads)
{
    public IEnumerable<Contender> Attention(DataRotation rotation)
    {
        Type contender = scene.Workload.IsSelfAttention ? typeof(SelfAttentionContender<>) : typeof(AttentionContender<>);
        return scene.Declarations.Select(declaration => Create(contender, declaration, SerialName(declaration), rotation));
    }

    public IEnumerable<Contender> Layer(LayerTensors tensors) =>
        scene.Declarations.Select(declaration => Create(typeof(LayerContender<>), declaration, SerialName(declaration), tensors));

    private Contender Create(Type contender, Declaration declaration, string name, object data) =>
        (Contender)Activator.CreateInstance(contender.MakeGenericType(declaration.Type), name, scene.Workload, data)!;

    private string SerialName(Declaration declaration) => threads > 1 ? $"{declaration.Name} (one thread)" : declaration.Name;
}
