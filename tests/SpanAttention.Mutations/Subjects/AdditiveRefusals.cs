using System.Runtime.InteropServices;
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
        return
        [
            .. members.SelectMany(member => Refusal.Differences(
                member, () => NewBuffers(declaration, member.Name == "Forward"), input => HasAnyLength(declaration, input), Refusal.AllOverlaps(member))),
            .. declaration.Mask == AttentionMask.None ? [] : MaskOverlaps(compiled, declaration).Select(static call => Refusal.Difference<ArgumentException>(call.Member, call.Buffers, "destination")).OfType<string>(),
        ];
    }

    /// <summary>Calls whose mask begins in the last element that is written.</summary>
    private static IEnumerable<(MemberCall Member, CallBuffers Buffers)> MaskOverlaps(ICompiledAdditive compiled, AdditiveDeclaration declaration)
    {
        CallBuffers forward = NewBuffers(declaration, isForward: true);
        CallBuffers weights = NewBuffers(declaration, isForward: false);
        int contextLength = Extended(forward);
        int weightsLength = Extended(weights);
        yield return (
            new("Forward", [], ["destination"], b => compiled.Forward(b["query"], b["key"], b["value"], b["scale"], Mask(b, contextLength), b["destination"][..contextLength])), forward);
        yield return (
            new("Weights", [], ["destination"], b => compiled.Weights(b["query"], b["key"], b["scale"], Mask(b, weightsLength), b["destination"][..weightsLength])), weights);
    }

    /// <summary>Adds room for the mask behind the destination, whose length it returns.</summary>
    private static int Extended(CallBuffers buffers)
    {
        int length = buffers.Length("destination");
        buffers.Resize("destination", length + buffers.Length("mask"));
        return length;
    }

    private static ReadOnlySpan<bool> Mask(CallBuffers buffers, int length) =>
        MemoryMarshal.Cast<float, bool>(buffers["destination"][(length - 1)..])[..buffers.Length("mask")];

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
