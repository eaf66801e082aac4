using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Calls allocate nothing, the first call on a fresh thread included; layers need their workspace reserved before.</summary>
public sealed class AllocationTests
{
    [Fact]
    public void FirstCallOnAFreshThreadAllocatesNothing()
    {
        foreach ((string name, MemberCall member, CallBuffers buffers) in SampleMembers.All().Concat(SampleMembers.Merges()).Where(sample => !IsLayer(sample.Name)))
        {
            member.Call(buffers);
            Assert.True(FreshThread.Allocated(() => member.Call(buffers)) == 0, name);
        }
    }

    [Fact]
    public void LayersAllocateNothingOnceTheirWorkspaceIsReserved()
    {
        Dictionary<string, long> workspaces = SampleMembers.LayerTrials().ToDictionary(layer => layer.Name, layer => layer.Layer.WorkspaceBytes(layer.Trial.Tokens, layer.Trial.ContextTokens));
        foreach ((string name, MemberCall member, CallBuffers buffers) in SampleMembers.All().Where(sample => IsLayer(sample.Name) && WritesToSpans(sample.Member)))
        {
            member.Call(buffers);
            long bytes = workspaces.First(workspace => name.StartsWith(workspace.Key, StringComparison.Ordinal)).Value;
            Assert.True(FreshThread.Allocated(() => member.Call(buffers), () => AttentionScratch.Reserve(bytes)) == 0, name);
        }
    }

    [Fact]
    public void LargeInputsAllocateNothing()
    {
        foreach (Shapes.AttentionShape shape in SampleDeclarations.Shapes)
        {
            ICompiledAttention attention = SampleDeclarations.Compiled.Find(new Shapes.AttentionDeclaration(shape));
            CallBuffers buffers = MemberCalls.Buffers(shape, 200, 300);
            // For several threads the pool may grow, which is not the call's.
            foreach (MemberCall member in MemberCalls.Attention(attention, shape, 299).Where(static member => member.Name != "ForwardParallel"))
            {
                member.Call(buffers);
                Assert.Equal(0, FreshThread.Allocated(() => member.Call(buffers)));
            }
        }
    }

    [Fact]
    public void AnAllocationWouldBeSeen() =>
        Assert.NotEqual(0, FreshThread.Allocated(() => GC.KeepAlive(new object())));

    // A projected context is new memory.
    // For several threads the pool may grow, and what they see is copied for them.
    private static bool WritesToSpans(MemberCall member) => member.Outputs.Length > 0 && !member.Name.StartsWith("ForwardParallel", StringComparison.Ordinal);

    private static bool IsLayer(string name) => name.StartsWith("[MultiHeadAttention", StringComparison.Ordinal);
}
