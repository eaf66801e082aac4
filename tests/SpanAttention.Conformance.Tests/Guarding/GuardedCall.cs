using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>One call of an emitted member, to be made with all its operands between pages that may not be touched.</summary>
/// <param name="Declaration">What was declared, and the lengths of the call.</param>
/// <param name="Member">What is called.</param>
/// <param name="Buffers">With what.</param>
internal sealed record GuardedCall(string Declaration, MemberCall Member, CallBuffers Buffers)
{
    public void Run(PageEnd end)
    {
        using GuardedPages pages = new(end);
        Member.Call(Buffers.In(pages, Member));
    }

    public override string ToString() => $"{Declaration}, {Member.Name}";
}
