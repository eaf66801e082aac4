using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A layer whose workspace is reserved allocates nothing.</summary>
internal static class LayerWorkspace
{
    public static IEnumerable<string> Differences(ICompiledLayer compiled, LayerDeclaration declaration, CallLengths lengths)
    {
        LayerTrial trial = new(declaration, lengths.Queries, lengths.Keys, lengths.KeyCount, 1);
        ICompiledLayer layer = compiled.Create(trial.Tensors(DataKind.Ordinary));
        LayerOperands operands = LayerOperands.Of(trial.Inputs(DataKind.Ordinary));
        float[] outputs = new float[lengths.Queries * declaration.OutputDim];
        void Call() => layer.Forward(operands, lengths.KeyCount, outputs);

        Call();
        long allocated = AllocatedOnFreshThread(Call, layer.WorkspaceBytes(lengths.Queries, lengths.Keys));
        return allocated == 0 ? [] : [$"{allocated} bytes are allocated beside the workspace"];
    }

    private static long AllocatedOnFreshThread(Action call, long workspaceBytes)
    {
        long allocated = -1;
        Thread thread = new(() =>
        {
            AttentionScratch.Reserve(workspaceBytes);
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();
        return allocated;
    }
}
