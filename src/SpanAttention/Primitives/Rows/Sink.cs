using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>A sink: the logit of a key without value, which every row of a head sees before all others. It is where the row's statistics start.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Sink
{
    /// <summary>The largest score before any key: the sink, within ±limit.</summary>
    /// <param name="sink">The head's logit.</param>
    /// <param name="limit">The largest score.</param>
    public static float Maximum(float sink, float limit) => sink > limit ? limit : sink > -limit ? sink : -limit;

    /// <summary>The sum of weights before any key: 1, as a maximum weighs itself; 0 for a sink of −∞, which is none; NaN for NaN.</summary>
    /// <param name="sink">The head's logit.</param>
    public static float Sum(float sink) => float.IsNaN(sink) ? sink : sink == float.NegativeInfinity ? 0 : 1;
}
