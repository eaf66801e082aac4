using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Mutations.Subjects;

/// <summary>What emitted additive attention must refuse.</summary>
internal static class AdditiveRefusals
{
    private const int SomeQueries = 4;
    private const int SomeKeys = 7;

    public static IEnumerable<string> Differences(ICompiledAdditive compiled, AdditiveDeclaration declaration)
    {
        string[] options = [.. declaration.HasScale ? ["scale"] : Array.Empty<string>(), .. declaration.Mask == AttentionMask.None ? Array.Empty<string>() : ["mask"]];
        MemberCall[] members =
        [
            new("Forward", ["query", "key", "value", .. options], ["destination"], b => compiled.Forward(b["query"], b["key"], b["value"], b["scale"], b.Flags("mask").Span, b["destination"])),
            new("Weights", ["query", "key", .. options], ["destination"], b => compiled.Weights(b["query"], b["key"], b["scale"], b.Flags("mask").Span, b["destination"])),
        ];
        return members.SelectMany(member => Refusal.Differences(
            member, () => NewBuffers(declaration, member.Name == "Forward"), input => HasAnyLength(declaration, input), Refusal.AllOverlaps(member)));
    }

    private static CallBuffers NewBuffers(AdditiveDeclaration declaration, bool isForward)
    {
        int queries = declaration.QueryLength ?? SomeQueries;
        int keys = declaration.KeyLength ?? SomeKeys;
        CallBuffers buffers = new(
            ("query", queries * declaration.HeadDim),
            ("key", keys * declaration.HeadDim),
            ("value", keys * declaration.ValueDim),
            ("scale", declaration.HeadDim),
            ("destination", queries * (isForward ? declaration.ValueDim : keys)));
        buffers.AddFlags("mask", declaration.Mask == AttentionMask.Keys ? keys : queries * keys);
        return buffers;
    }

    private static bool HasAnyLength(AdditiveDeclaration declaration, string input) => declaration.HeadDim == 1 && input is "query" or "key";
}
