namespace SpanAttention.Benchmarks.Measuring;

/// <summary>What a scene's contenders took, and what the machine could do meanwhile.</summary>
internal sealed record SceneOutcome(Scene Scene, LimitSamples Limits, IReadOnlyList<ContenderOutcome> Contenders);
