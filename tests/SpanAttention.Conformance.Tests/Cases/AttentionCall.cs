using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>One example of a batch.</summary>
public sealed record AttentionCall(AttentionInputs Inputs, Expected Context)
{
    /// <summary>What is wrong with the inputs as they were put together, or null.</summary>
    public string? ReadingError { get; init; }

    public Expected? Weights { get; init; }

    /// <summary>Whether <see cref="Weights"/> are those after dropout.</summary>
    public bool WeightsAreDropped { get; init; }

    /// <summary>Gradient of the context; null where no gradients are expected.</summary>
    public float[]? ContextGradient { get; init; }

    /// <summary>What gradients must be, by the names of their tensors.</summary>
    public IReadOnlyDictionary<string, Expected> Gradients { get; init; } = new Dictionary<string, Expected>();

    public Expected? Scores { get; init; }

    public ScoreStage ScoreStage { get; init; }
}
