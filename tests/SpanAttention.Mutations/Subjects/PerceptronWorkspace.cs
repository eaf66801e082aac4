using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>The workspace of a linear or feed-forward layer is one block of 64 tokens, however many there are: up to 512 outputs or hidden units of each, those twice where they are gated, and outputs.</summary>
internal static class PerceptronWorkspace
{
    private const int Tokens = 64;
    private const int Part = 512;
    private const int Group = 16;

    public static IEnumerable<string> Differences(ICompiledPerceptron compiled, PerceptronTrial trial)
    {
        Dictionary<string, float[]> tensors = trial.Tensors(DataKind.Ordinary);
        ICompiledPerceptron layer = compiled.Create(name => tensors[name]);
        float[] inputs = trial.Inputs(DataKind.Ordinary);
        float[] outputs = trial.Residual(DataKind.Ordinary);
        return Workspace.Differences(layer.WorkspaceBytes(trial.Tokens), Floats(trial.Declaration), () => layer.Forward(inputs, outputs));
    }

    /// <summary>Floats of the workspace.</summary>
    public static long Floats(PerceptronDeclaration declaration)
    {
        int outputs = WholeGroups(declaration.OutputDim);
        return Tokens * (declaration is FeedForwardDeclaration layer
            ? outputs + (Math.Min(Part, WholeGroups(layer.HiddenDim)) * (layer.Gated ? 2 : 1))
            : Math.Min(Part, outputs));
    }

    private static int WholeGroups(int numbers) => (numbers + Group - 1) / Group * Group;
}
