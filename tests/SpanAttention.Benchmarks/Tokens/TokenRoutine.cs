namespace SpanAttention.Benchmarks.Tokens;

/// <summary>Work on any number of tokens.</summary>
internal abstract class TokenRoutine(string name)
{
    public string Name => name;

    public abstract void Run(int tokens, Span<float> destination);
}
