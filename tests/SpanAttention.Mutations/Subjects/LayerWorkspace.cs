using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A layer's workspace is one block, and the keys and values of whole tiles; where it is reserved, a call allocates nothing.</summary>
internal static class LayerWorkspace
{
    private const int Tile = 64;

    public static IEnumerable<string> Differences(Assembly assembly, ICompiledLayer compiled, LayerDeclaration declaration, CallLengths lengths)
    {
        LayerTrial trial = new(declaration, lengths.Queries, lengths.Keys, lengths.KeyCount, 1);
        ICompiledLayer layer = compiled.Create(trial.Tensors(DataKind.Ordinary));
        LayerOperands operands = LayerOperands.Of(trial.Inputs(DataKind.Ordinary));
        float[] outputs = new float[lengths.Queries * declaration.OutputDim];
        void Call() => layer.Forward(operands, lengths.KeyCount, outputs);

        long Expected(int keys) => sizeof(float) * (BlockLength(assembly) + (WholeTiles(keys) * 2 * declaration.KeyValueDim));

        long bytes = layer.WorkspaceBytes(lengths.Queries, lengths.Keys);
        if (bytes != Expected(lengths.Keys))
        {
            yield return $"WorkspaceBytes is {bytes}; expected {Expected(lengths.Keys)}";
        }

        long ofOneCount = layer.WorkspaceBytes(lengths.Queries);
        if (ofOneCount != Expected(lengths.Queries))
        {
            yield return $"WorkspaceBytes of one count is {ofOneCount}; expected {Expected(lengths.Queries)}";
        }

        Call();
        long allocated = FreshThread.Allocated(Call, () => AttentionScratch.Reserve(bytes));
        if (allocated != 0)
        {
            yield return $"{allocated} bytes are allocated beside the workspace";
        }
    }

    private static long BlockLength(Assembly assembly) => (long)Kernel.Of(assembly).GetField("BlockLength", Kernel.Constants)!.GetRawConstantValue()!;

    private static long WholeTiles(int tokens) => (tokens + Tile - 1) / Tile * Tile;
}
