using GptModel;

namespace GptTraining;

/// <summary>Windows on their way through a model, and back: what one thread needs for them.</summary>
/// <typeparam name="TBlockTape">Tapes of blocks.</typeparam>
/// <typeparam name="THeadTape">Tapes of the head.</typeparam>
internal sealed class WindowPass<TBlockTape, THeadTape>(GptShape shape, int windows, TBlockTape[] blockTapes, THeadTape headTape)
{
    private readonly int[] tokens = new int[windows * shape.ContextLength];
    private readonly int[] targets = new int[windows * shape.ContextLength];
    private readonly int[] positions = [.. Enumerable.Range(0, windows * shape.ContextLength).Select(place => place % shape.ContextLength)];
    private readonly int[] lengths = [.. Enumerable.Repeat(shape.ContextLength, windows)];
    private readonly float[] states = new float[windows * shape.ContextLength * shape.Dim];
    private readonly float[] stateGradients = new float[windows * shape.ContextLength * shape.Dim];
    private readonly float[] normalized = new float[windows * shape.ContextLength * shape.Dim];
    private readonly float[] logits = new float[windows * shape.ContextLength * shape.Vocabulary];

    /// <summary>A tape a layer.</summary>
    public TBlockTape[] BlockTapes => blockTapes;

    public THeadTape HeadTape => headTape;

    /// <summary>[windows, context length]: what is read.</summary>
    public Span<int> Tokens => tokens;

    /// <summary>[windows, context length]: what follows each.</summary>
    public Span<int> Targets => targets;

    /// <summary>[windows, context length].</summary>
    public ReadOnlySpan<int> Positions => positions;

    /// <summary>[windows].</summary>
    public ReadOnlySpan<int> Lengths => lengths;

    /// <summary>[tokens, dim].</summary>
    public Span<float> States => states;

    /// <summary>[tokens, dim].</summary>
    public Span<float> StateGradients => stateGradients;

    /// <summary>[tokens, dim]: states after the last norm; on the way back, their gradient.</summary>
    public Span<float> Normalized => normalized;

    /// <summary>[tokens, vocabulary]; after the loss, its gradient by them.</summary>
    public Span<float> Logits => logits;

    /// <summary>Takes a window as the one at a place.</summary>
    public void Read(Windows source, int window, int place)
    {
        source.Read(window, tokens.AsSpan(place * shape.ContextLength, shape.ContextLength), targets.AsSpan(place * shape.ContextLength, shape.ContextLength));
    }
}
