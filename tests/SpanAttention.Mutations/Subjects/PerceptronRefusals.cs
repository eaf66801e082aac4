using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>What an emitted linear or feed-forward layer must refuse.</summary>
internal static class PerceptronRefusals
{
    private const int SomeTokens = 4;
    private const string Gradients = "gradients.";

    public static IEnumerable<string> Differences(ICompiledPerceptron compiled, PerceptronDeclaration declaration)
    {
        Dictionary<string, float[]> tensors = new PerceptronTrial(declaration, SomeTokens, 1).Tensors(DataKind.Ordinary);
        ICompiledPerceptron layer = compiled.Create(name => tensors[name]);
        return
        [
            .. Members(layer).Concat(declaration.Gradients ? Learning(layer, declaration) : []).SelectMany(member => Refusal.Differences(member, () => NewBuffers(declaration), static _ => false, Refusal.AllOverlaps(member))),
            .. declaration is LinearDeclaration ? OfWeights(layer, declaration) : [],
            .. WrongNumbers(layer, declaration).Select(member => Refusal.Difference<ArgumentOutOfRangeException>(member, NewBuffers(declaration), member.Name)).OfType<string>(),
            .. TensorRefusals.Differences(wrong => compiled.Create(wrong), name => tensors[name], tensors.Keys),
        ];
    }

    private static IEnumerable<MemberCall> Members(ICompiledPerceptron layer) =>
    [
        new("Forward", ["inputs"], ["destination"], b => layer.Forward(b["inputs"], b["destination"])),
        new("ForwardAdd", ["inputs", "residual"], ["destination"], b => layer.ForwardAdd(b["inputs"], b["residual"], b["destination"])),
    ];

    /// <summary>Members that learn, on tapes of their own.</summary>
    private static IEnumerable<MemberCall> Learning(ICompiledPerceptron layer, PerceptronDeclaration declaration)
    {
        yield return new("Forward onto a tape", ["inputs"], ["destination"], b => layer.Forward(b["inputs"], layer.CreateTape(SomeTokens), b["destination"]));
        yield return new("Backward", ["destinationGradient"], [.. declaration.Tensors.Where(static tensor => tensor.Length > 0).Select(static tensor => $"{Gradients}{tensor.Name}"), "inputGradient"], b =>
        {
            object tape = layer.CreateTape(SomeTokens);
            layer.Forward(new float[SomeTokens * declaration.InputDim], tape, new float[SomeTokens * declaration.OutputDim]);
            layer.Backward(tape, b["destinationGradient"], name => b.Memory($"{Gradients}{name}"), b["inputGradient"]);
        });
    }

    /// <summary>Room for the weights of one output.</summary>
    private static IEnumerable<string> OfWeights(ICompiledPerceptron layer, PerceptronDeclaration declaration)
    {
        MemberCall member = new("CopyWeights", [], ["destination"], b => layer.CopyWeights(0, b["destination"]));
        return Refusal.Differences(member, () => new(("destination", declaration.InputDim)), static _ => false, []);
    }

    /// <summary>Workspaces for fewer tokens than none, and outputs that there are not.</summary>
    private static IEnumerable<MemberCall> WrongNumbers(ICompiledPerceptron layer, PerceptronDeclaration declaration)
    {
        yield return new("tokens", [], [], _ => layer.WorkspaceBytes(-1));
        foreach (int output in declaration is LinearDeclaration ? [-1, declaration.OutputDim] : Array.Empty<int>())
        {
            yield return new("output", [], ["destination"], b => layer.CopyWeights(output, b["destination"]));
        }
    }

    private static CallBuffers NewBuffers(PerceptronDeclaration declaration) => new(
    [
        ("inputs", SomeTokens * declaration.InputDim),
        ("residual", SomeTokens * declaration.OutputDim),
        ("destination", SomeTokens * declaration.OutputDim),
        ("destinationGradient", SomeTokens * declaration.OutputDim),
        ("inputGradient", SomeTokens * declaration.InputDim),
        .. declaration.Tensors.Select(static tensor => ($"{Gradients}{tensor.Name}", tensor.Length)),
    ]);
}
