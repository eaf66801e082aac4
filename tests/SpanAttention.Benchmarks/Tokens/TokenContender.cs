using SpanAttention.Benchmarks.Contenders;

namespace SpanAttention.Benchmarks.Tokens;

/// <summary>A routine on a given number of tokens.</summary>
internal sealed class TokenContender(TokenRoutine routine, int tokens, Memory<float> destination) : Contender(routine.Name)
{
    public override ReadOnlySpan<float> Output => destination.Span;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            routine.Run(tokens, destination.Span);
        }
    }
}
