using System.Runtime.CompilerServices;
using SpanAttention.Primitives;
using Xunit;

namespace SpanAttention.Tests;

/// <summary>Blocks shared among threads: each once, none after the call, exceptions to the caller, and no allocation.</summary>
public class ParallelBlocksTests
{
    private const int ManyWorkers = 8;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(2, 2)]
    [InlineData(7, ManyWorkers)]
    [InlineData(500, 1)]
    [InlineData(500, 2)]
    [InlineData(500, ManyWorkers)]
    public void Every_block_is_run_once(int blocks, int workers)
    {
        for (int round = 0; round < 200; round++)
        {
            int[] runs = new int[blocks];
            ParallelBlocks.Run(new CountRuns(runs), blocks, workers);
            Assert.All(runs, static count => Assert.Equal(1, count));
        }
    }

    [Fact]
    public void Calls_at_the_same_time_do_not_disturb_each_other() => Parallel.For(0, ManyWorkers, static _ =>
    {
        for (int round = 0; round < 300; round++)
        {
            int[] runs = new int[round % 20];
            ParallelBlocks.Run(new CountRuns(runs), runs.Length, 1 + (round % ManyWorkers));
            Assert.All(runs, static count => Assert.Equal(1, count));
        }
    });

    [Fact]
    public void A_block_may_run_blocks()
    {
        int[] runs = new int[64];
        for (int round = 0; round < 50; round++)
        {
            Array.Clear(runs);
            ParallelBlocks.Run(new RunNested(runs, 8), 8, ManyWorkers);
            Assert.All(runs, static count => Assert.Equal(1, count));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(37)]
    [InlineData(99)]
    public void An_exception_reaches_the_caller(int wrongBlock)
    {
        for (int round = 0; round < 50; round++)
        {
            int[] runs = new int[100];
            InvalidOperationException exception = Assert.Throws<InvalidOperationException>(() => ParallelBlocks.Run(new Throw(runs, wrongBlock), runs.Length, ManyWorkers));
            Assert.Equal($"Block {wrongBlock}", exception.Message);
            Assert.Equal(0, runs[wrongBlock]);
            AssertNothingRunsAfterTheCall(runs);
        }

        Every_block_is_run_once(50, ManyWorkers);
    }

    [Fact]
    public void No_thread_works_after_the_call()
    {
        for (int round = 0; round < 50; round++)
        {
            int[] runs = new int[20];
            ParallelBlocks.Run(new CountRuns(runs), runs.Length, ManyWorkers);
            Array.Clear(runs);
            AssertNothingRunsAfterTheCall(runs);
        }
    }

    [Fact]
    public void The_caller_waits_for_a_slow_block()
    {
        int[] runs = new int[2];
        ParallelBlocks.Run(new Sleep(runs), runs.Length, 2);
        Assert.Equal([1, 1], runs);
    }

    [Fact]
    public void Nothing_is_allocated_once_as_many_calls_have_run_at_once()
    {
        int[] runs = new int[64];
        Assert.Equal(0, LeastAllocated(() => ParallelBlocks.Run(new CountRuns(runs), runs.Length, 2)));
    }

    [Fact]
    public void What_a_call_worked_on_may_be_collected()
    {
        WeakReference memory = RunOnNewMemory();
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.False(memory.IsAlive);
    }

    [Theory]
    [InlineData(100, 999, 1)]
    [InlineData(100, 2000, 2)]
    [InlineData(1, 1_000_000, 1)]
    [InlineData(0, 0, 1)]
    [InlineData(100, 1_000_000_000, int.MaxValue)]
    public void Threads_are_as_many_as_the_work_is_worth(int blocks, long flops, int workers) =>
        Assert.Equal(Math.Min(workers, Math.Min(Environment.ProcessorCount, Math.Max(blocks, 1))), ParallelBlocks.Workers(blocks, flops, 1000));

    [Theory]
    [InlineData(0, 64, 12, 0)]
    [InlineData(1, 64, 12, 12)]
    [InlineData(64, 64, 12, 12)]
    [InlineData(65, 64, 12, 24)]
    [InlineData(int.MaxValue, 64, 1, 1 << 25)]
    public void Blocks_are_counted(int queryLength, int queryBlock, int heads, int blocks) => Assert.Equal(blocks, ParallelBlocks.Count(queryLength, queryBlock, heads));

    [Fact]
    public void More_blocks_than_can_be_counted_are_refused() => Assert.Throws<OverflowException>(static () => ParallelBlocks.Count(int.MaxValue, 1, 2));

    /// <summary>The fewest bytes that a call allocates on its thread; some calls make the thread pool grow, which is not theirs.</summary>
    internal static long LeastAllocated(Action call)
    {
        call();
        long least = long.MaxValue;
        for (int round = 0; round < 50; round++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static WeakReference RunOnNewMemory()
    {
        int[] runs = new int[64];
        ParallelBlocks.Run(new CountRuns(runs), runs.Length, ManyWorkers);
        return new WeakReference(runs);
    }

    private static void AssertNothingRunsAfterTheCall(int[] runs)
    {
        int[] before = [.. runs];
        Thread.Sleep(1);
        Assert.Equal(before, runs);
    }

    private readonly struct CountRuns(int[] runs) : IParallelCall
    {
        public void Work(BlockQueue blocks)
        {
            while (blocks.TryTake(out int block))
            {
                Interlocked.Increment(ref runs[block]);
            }
        }
    }

    private readonly struct RunNested(int[] runs, int inner) : IParallelCall
    {
        public void Work(BlockQueue blocks)
        {
            while (blocks.TryTake(out int block))
            {
                int[] innerRuns = new int[inner];
                ParallelBlocks.Run(new CountRuns(innerRuns), inner, 3);
                innerRuns.CopyTo(runs, block * inner);
            }
        }
    }

    private readonly struct Sleep(int[] runs) : IParallelCall
    {
        public void Work(BlockQueue blocks)
        {
            // The thread that comes second takes the longer block.
            while (blocks.TryTake(out int block))
            {
                Thread.Sleep(10 + (block * 50));
                runs[block]++;
            }
        }
    }

    private readonly struct Throw(int[] runs, int wrongBlock) : IParallelCall
    {
        public void Work(BlockQueue blocks)
        {
            while (blocks.TryTake(out int block))
            {
                if (block == wrongBlock)
                {
                    throw new InvalidOperationException($"Block {block}");
                }

                Interlocked.Increment(ref runs[block]);
            }
        }
    }
}
