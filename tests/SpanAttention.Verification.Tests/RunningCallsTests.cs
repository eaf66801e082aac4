namespace SpanAttention.Verification.Tests;

/// <summary>A deadline is one of a single call: what many calls take together, or the kit between them, does not count.</summary>
public sealed class RunningCallsTests
{
    private readonly RunningCalls running = new();

    [Fact]
    public void NothingRunsAtFirst() => Assert.Equal(0, running.Look());

    [Fact]
    public void TheSameCallIsCounted()
    {
        using RunningCalls.Running call = running.Begin();

        Assert.Equal([1, 2, 3], [running.Look(), running.Look(), running.Look()]);
    }

    [Fact]
    public void OneAfterAnotherIsNew()
    {
        using (running.Begin())
        {
            running.Look();
            running.Look();
        }

        using RunningCalls.Running next = running.Begin();

        Assert.Equal(1, running.Look());
    }

    [Fact]
    public void OfSeveralTheOneThatIsSeenMostOftenCounts()
    {
        using RunningCalls.Running first = running.Begin();
        running.Look();
        running.Begin().Dispose();
        using RunningCalls.Running second = running.Begin();

        Assert.Equal(2, running.Look());
    }

    [Fact]
    public void MoreThanAreWatchedAreCalledAllTheSame()
    {
        RunningCalls.Running[] calls = [.. Enumerable.Range(0, 6).Select(_ => running.Begin())];

        Array.ForEach(calls, static call => call.Dispose());

        Assert.Equal(0, running.Look());
    }

    [Fact]
    public void ACallThatThrowsHasEnded()
    {
        AttentionRoutine throws = new AttentionRoutine { Shape = new() { HeadDim = 1 }, Forward = static (in _, _) => throw new NotSupportedException() }.Watched(running);

        Assert.Throws<NotSupportedException>(() => throws.Forward(default, []));
        Assert.Equal(0, running.Look());
    }
}
