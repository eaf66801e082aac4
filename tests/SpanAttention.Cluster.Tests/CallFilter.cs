using Cluster.Grains;

namespace SpanAttention.Cluster.Tests;

/// <summary>Does something to one of a client's calls of ranges.</summary>
/// <param name="number">Its number, from 0 on.</param>
/// <param name="handle">What is done in the place of the call.</param>
internal sealed class CallFilter(int number, Func<IOutgoingGrainCallContext, Task> handle) : IOutgoingGrainCallFilter
{
    private int calls;

    /// <summary>Tells whether it has been done.</summary>
    public bool IsDone => calls > number;

    /// <inheritdoc/>
    public Task Invoke(IOutgoingGrainCallContext context) =>
        context.InterfaceMethod.Name == nameof(IRangeGrain.Attend) && Interlocked.Increment(ref calls) - 1 == number ? handle(context) : context.Invoke();
}
