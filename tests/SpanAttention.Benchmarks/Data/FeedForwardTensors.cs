namespace SpanAttention.Benchmarks.Data;

/// <summary>Two linear layers' weights, [out, in], and the tokens of a call.</summary>
/// <param name="Inputs">[T, model].</param>
/// <param name="Up">[hidden, model].</param>
/// <param name="UpBias">[hidden].</param>
/// <param name="Down">[model, hidden].</param>
/// <param name="DownBias">[model].</param>
public sealed record FeedForwardTensors(float[] Inputs, float[] Up, float[] UpBias, float[] Down, float[] DownBias)
{
    /// <summary>The same weights elsewhere in memory.</summary>
    public FeedForwardTensors Copy() => this with { Up = [.. Up], Down = [.. Down] };
}
