using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>A block's workspace is what a part adds to each token unless it adds that by itself, what it reads where that is normalized, and what is the other part's beside it, to a whole line of cache; and what the larger of its parts works in.</summary>
internal static class BlockWorkspace
{
    private const int Line = 16;

    public static IEnumerable<string> Differences(Assembly assembly, ICompiledBlock compiled, BlockTrial trial)
    {
        BlockDeclaration declaration = trial.Declaration;
        Func<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
        ICompiledBlock block = compiled.Create(name => tensors(name));
        LayerInputs inputs = trial.Inputs(DataKind.Ordinary);
        LayerOperands operands = LayerOperands.Of(inputs, trial.Cross?.Inputs(DataKind.Ordinary));
        long Expected(int tokens, int slots, int contextTokens)
        {
            long lines = (((long)Copies(declaration) * tokens * declaration.Attention.InputDim) + Line - 1) / Line;
            return (lines * Line) + new[] { OfAttention(assembly, declaration, slots), OfCross(assembly, declaration, contextTokens), PerceptronWorkspace.Floats(declaration.FeedForward) }.Max();
        }

        int tokens = inputs.QueryLength;
        int contextTokens = trial.Cross?.ContextTokens ?? 0;
        return
        [
            .. Workspace.Differences(block.WorkspaceBytes(tokens), Expected(tokens, tokens, 0)),
            .. Workspace.Differences(block.WorkspaceBytes(tokens, contextTokens), Expected(tokens, tokens, contextTokens), () => block.Forward(inputs.Inputs, operands)),
            .. declaration.Cross is null ? Workspace.Differences(block.WorkspaceBytes(Workspace.Sequences, []), Expected(Workspace.Sequences.Sum(), Workspace.SlotsOfSequences, 0)) : [],
        ];
    }

    private static long OfAttention(Assembly assembly, BlockDeclaration declaration, int slots) => LayerWorkspace.Floats(Kernel.Of(assembly, "_1Attention"), declaration.Attention, slots);

    private static long OfCross(Assembly assembly, BlockDeclaration declaration, int contextTokens) =>
        declaration.Cross is { } cross ? LayerWorkspace.Floats(Kernel.Of(assembly, "_1CrossAttention"), cross.Layer, contextTokens) : 0;

    private static int Copies(BlockDeclaration declaration) => declaration switch
    {
        { Parallel: true, ResidualScale: 1 } => 2,
        { Parallel: true } => 3,
        { NormPlacement: NormPlacement.Pre, ResidualScale: 1 } => 1,
        { NormPlacement: NormPlacement.Pre or NormPlacement.Sandwich } => 2,
        _ => 1,
    };
}
