using Xunit;

namespace SpanAttention.Tests;

/// <summary>Nothing is allocated: not even by the first call on a thread that has never run attention.</summary>
public class AllocationTests
{
    [Fact]
    public void Declared_lengths_allocate_nothing() => AssertNoAllocation(static data =>
    {
        DeclaredLengths.Forward(data.AsSpan(0, 24), data.AsSpan(24, 20), data.AsSpan(44, 30), data.AsSpan(100, 36), data.AsSpan(200, 12));
        DeclaredLengths.Weights(data.AsSpan(0, 24), data.AsSpan(24, 20), data.AsSpan(100, 60));
        DeclaredLengths.Scores(data.AsSpan(0, 24), data.AsSpan(24, 20), ScoreStage.Masked, data.AsSpan(100, 60));
    });

    [Fact]
    public void Lengths_from_spans_allocate_nothing() => AssertNoAllocation(static data =>
        SpanLengths.Forward(data.AsSpan(0, 600), data.AsSpan(600, 600), data.AsSpan(1200, 600), data.AsSpan(1800, 600)));

    [Fact]
    public void The_largest_scratch_allocates_nothing() => AssertNoAllocation(static data =>
        WideHeads.Forward(data.AsSpan(0, 900), data.AsSpan(900, 900), data.AsSpan(1800, 1200), data.AsSpan(4000, 1200)));

    [Fact]
    public void Several_threads_allocate_nothing()
    {
        float[] query = new float[6 * 400];
        float[] destination = new float[6 * 400];
        Assert.Equal(0, ParallelBlocksTests.LeastAllocated(() => SpanLengths.ForwardParallel(query, query, query, destination)));
    }

    [Fact]
    public void Self_attention_allocates_nothing() => AssertNoAllocation(static data => SixTokens.Forward(data.AsSpan(0, 18), data.AsSpan(100, 18)));

    [Fact]
    public void Merging_allocates_nothing() => AssertNoAllocation(static data =>
        SpanLengths.Merge(data.AsSpan(0, 60), data.AsSpan(100, 20), data.AsSpan(200, 60), data.AsSpan(300, 20), data.AsSpan(400, 60), data.AsSpan(500, 20)));

    [Fact]
    public void A_layer_allocates_nothing_once_its_workspace_is_reserved()
    {
        SmallLayer layer = Layers.Small();
        AssertNoAllocation(
            data =>
            {
                layer.Forward(data.AsSpan(0, 40), data.AsSpan(100, 60));
                layer.AttentionWeights(data.AsSpan(0, 40), data.AsSpan(200, 200));
            },
            static () => AttentionScratch.Reserve(SmallLayer.WorkspaceBytes(10)));
    }

    [Fact]
    public void Scratch_stays_within_64_KB() => Assert.All([DeclaredLengths.StackBytes, SpanLengths.StackBytes, WideHeads.StackBytes, SixTokens.StackBytes], static bytes => Assert.InRange(bytes, 1, 64 * 1024));

    private static void AssertNoAllocation(Action<float[]> routine, Action? prepare = null)
    {
        float[] data = new float[8192];
        routine(data); // static state of the process, not of the thread
        long allocated = -1;
        Thread thread = new(() =>
        {
            prepare?.Invoke();
            long before = GC.GetAllocatedBytesForCurrentThread();
            routine(data);
            allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        });
        thread.Start();
        thread.Join();

        Assert.Equal(0, allocated);
    }
}
