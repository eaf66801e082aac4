using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Declarations;

namespace SpanAttention.Benchmarks.Contenders;

/// <summary>Makes contenders of declared types.</summary>
internal static class DeclaredContenders
{
    public static Contender Create(Declaration declaration, Workload workload, DataRotation rotation)
    {
        Type contender = workload.IsSelfAttention ? typeof(SelfAttentionContender<>) : typeof(AttentionContender<>);
        return Create(contender, declaration, workload, rotation);
    }

    public static Contender Create(Declaration declaration, Workload workload, LayerTensors tensors) =>
        Create(typeof(LayerContender<>), declaration, workload, tensors);

    private static Contender Create(Type contender, Declaration declaration, params object[] arguments) =>
        (Contender)Activator.CreateInstance(contender.MakeGenericType(declaration.Type), [declaration.Name, .. arguments])!;
}
