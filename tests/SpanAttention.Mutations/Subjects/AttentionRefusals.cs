using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>What emitted attention must refuse.</summary>
internal static class AttentionRefusals
{
    private const int SomeQueries = 4;
    private const int SomeKeys = 7;

    private static readonly (string Output, string Other)[] Merged = [("output", "outputA"), ("output", "outputB"), ("logSumExp", "logSumExpA"), ("logSumExp", "logSumExpB")];

    public static IEnumerable<string> Differences(ICompiledAttention compiled, AttentionDeclaration declaration)
    {
        int queries = declaration.QueryLength ?? SomeQueries;
        int keys = declaration.KeyLength ?? SomeKeys;
        CallBuffers NewBuffers(MemberCall member)
        {
            CallBuffers buffers = MemberCalls.Buffers(declaration.Shape, queries, keys);
            buffers.Resize("destination", MemberCalls.DestinationLength(member.Name, declaration.Shape, queries, keys));
            return buffers;
        }

        MemberCall merge = MemberCalls.Merge(compiled);
        return
        [
            .. MemberCalls.Attention(compiled, declaration.Shape, keys)
                .SelectMany(member => Refusal.Differences(member, () => NewBuffers(member), static _ => false, Refusal.AllOverlaps(member))),
            .. new[] { -1, keys + 1 }.SelectMany(count => MemberCalls.Attention(compiled, declaration.Shape, count))
                .Where(static member => member.Name.Contains("keyCount", StringComparison.Ordinal) || member.Name.Contains("both", StringComparison.Ordinal))
                .Select(member => Refusal.Difference<ArgumentOutOfRangeException>(member, NewBuffers(member), "keyCount")).OfType<string>(),
            .. Refusal.Differences(merge, () => NewBuffers(merge), input => input == "logSumExpA" && declaration.Shape.Heads == 1 && declaration.QueryLength is null, Merged),
            .. Choices(compiled, queries).Select(member => Refusal.Difference<ArgumentOutOfRangeException>(member, MemberCalls.Buffers(declaration.Shape, queries, keys), member.Name)).OfType<string>(),
        ];
    }

    /// <summary>Blocks that there are not, and a stage.</summary>
    private static IEnumerable<MemberCall> Choices(ICompiledAttention compiled, int queries) =>
    [
        .. new[] { -1, compiled.BlockCount(queries) }.SelectMany(block => new MemberCall[]
        {
            new("block", [], ["destination"], b => compiled.ForwardBlock(block, CallOperands.Of(b), b["destination"])),
            new("block", [], ["destination"], b => compiled.ForwardBlock(block, CallOperands.Of(b), b["destination"], b["logSumExp"])),
        }),
        new("stage", [], ["destination"], b => compiled.Scores(CallOperands.Of(b), (ScoreStage)4, b["destination"])),
        new("queryLength", [], [], _ => compiled.BlockCount(-1)),
    ];
}
