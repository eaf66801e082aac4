using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A layer's workspace is one block, and the keys and values of whole tiles.</summary>
internal static class LayerWorkspace
{
    public static IEnumerable<string> Differences(Assembly assembly, ICompiledLayer compiled, LayerDeclaration declaration, CallLengths lengths)
    {
        LayerTrial trial = new(declaration, lengths.Queries, lengths.Keys, lengths.KeyCount, 1);
        ICompiledLayer layer = compiled.Create(trial.Tensors(DataKind.Ordinary));
        LayerOperands operands = LayerOperands.Of(trial.Inputs(DataKind.Ordinary));
        float[] outputs = new float[lengths.Queries * declaration.OutputDim];
        long Expected(int keys) => Floats(Kernel.Of(assembly), declaration, keys);

        return
        [
            .. Workspace.Differences(layer.WorkspaceBytes(lengths.Queries), Expected(lengths.Queries)),
            .. Workspace.Differences(layer.WorkspaceBytes(lengths.Queries, lengths.Keys), Expected(lengths.Keys), () => layer.Forward(operands, lengths.KeyCount, outputs)),
            .. declaration is { IsCross: false, SequenceLength: null } ? Workspace.Differences(layer.WorkspaceBytes(Workspace.Sequences), Expected(Workspace.SlotsOfSequences)) : [],
        ];
    }

    /// <summary>Floats of a layer's workspace for so many keys.</summary>
    public static long Floats(Type kernel, LayerDeclaration declaration, int keys) => Kernel.BlockLength(kernel) + (Workspace.WholeTiles(keys) * 2 * declaration.KeyValueDim);
}
