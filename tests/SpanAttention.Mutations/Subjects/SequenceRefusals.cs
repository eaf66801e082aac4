using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>What an emitted layer must refuse of several sequences.</summary>
internal static class SequenceRefusals
{
    private static readonly int[] Several = [1, 3];
    private static readonly int[] OneEach = [1, 1, 1];

    public static IEnumerable<string> Differences(ICompiledLayer layer, LayerDeclaration declaration) =>
    [
        .. Members(layer, declaration).SelectMany(call => Refusal.Differences(call.Member, () => NewBuffers(declaration, call.Lengths), static _ => false, Refusal.AllOverlaps(call.Member))),
        .. new[] { Refusal.Difference<ArgumentOutOfRangeException>(new("WorkspaceBytes", [], [], _ => layer.WorkspaceBytes([3, -2])), new(), "lengths") }.OfType<string>(),
    ];

    private static IEnumerable<(MemberCall Member, int[] Lengths)> Members(ICompiledLayer layer, LayerDeclaration declaration)
    {
        string[] inputs = LayerParameters.Forward(declaration);
        LayerOperands Operands(CallBuffers buffers) => LayerOperands.Of(buffers, declaration);
        yield return (new("Forward of sequences", inputs, ["destination"], b => layer.Forward(Operands(b), Several, b["destination"])), Several);
        if (declaration.ContextLength is not null)
        {
            yield return (new("Forward over caches", inputs, ["destination"], b => layer.Forward(Operands(b), Several, [layer.CreateCache(), layer.CreateCache()], b["destination"])), Several);
            yield return (new("Forward of a token over each cache", inputs, ["destination"], b => layer.Forward(Operands(b), [layer.CreateCache(), layer.CreateCache(), layer.CreateCache()], b["destination"])), OneEach);
        }
    }

    private static CallBuffers NewBuffers(LayerDeclaration declaration, int[] lengths)
    {
        CallBuffers buffers = MemberCalls.Buffers(declaration, lengths.Sum(), lengths.Sum());
        buffers.Resize("bias", lengths.Sum(tokens => declaration.Shape.BiasLength(tokens, tokens)));
        buffers.AddFlags("mask", lengths.Sum(tokens => declaration.Shape.MaskLength(tokens, tokens)));
        buffers.Resize("destination", lengths.Sum() * declaration.OutputDim);
        return buffers;
    }
}
