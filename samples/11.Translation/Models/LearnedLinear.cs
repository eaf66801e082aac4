using Training;

namespace Translation;

/// <summary>A linear layer among the weights of a model, by its name.</summary>
/// <typeparam name="TLinear">The declared class.</typeparam>
/// <typeparam name="TTape">Its tape.</typeparam>
internal sealed class LearnedLinear<TLinear, TTape>
    where TLinear : ILearnedLinear<TLinear, TTape>
{
    private readonly TrainedWeights weights;
    private readonly Range weight;
    private readonly Range bias;
    private readonly TLinear layer;

    public LearnedLinear(TrainedWeights weights, string name)
    {
        this.weights = weights;
        weight = weights.RangeOf($"{name}.weight");
        bias = weights.RangeOf($"{name}.bias");
        layer = TLinear.Create(weights.All.Span[weight], weights.All.Span[bias]);
    }

    /// <summary>The tensors of such a layer.</summary>
    public static IEnumerable<TrainedTensor> Tensors(string name, int inputs, int outputs) => [new($"{name}.weight", outputs, inputs), new($"{name}.bias", outputs)];

    public void Load() => layer.Load(weights.All.Span[weight], weights.All.Span[bias]);

    public void Forward(ReadOnlySpan<float> inputs, Span<float> destination) => layer.Forward(inputs, destination);

    public void Forward(ReadOnlySpan<float> inputs, TTape tape, Span<float> destination) => layer.Forward(inputs, tape, destination);

    /// <summary>Adds gradients of the weights to all gradients of the model, and gives those of the inputs.</summary>
    public void Backward(TTape tape, ReadOnlySpan<float> destinationGradient, Span<float> gradients, Span<float> inputGradient) =>
        layer.AddGradients(tape, destinationGradient, gradients[weight], gradients[bias], inputGradient);
}
