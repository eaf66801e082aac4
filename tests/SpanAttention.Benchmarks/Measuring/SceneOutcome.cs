namespace SpanAttention.Benchmarks.Measuring;

/// <summary>What a scene's contenders took.</summary>
internal sealed record SceneOutcome(Scene Scene, IReadOnlyList<ContenderOutcome> Contenders);
