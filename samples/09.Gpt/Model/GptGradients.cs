namespace GptModel;

/// <summary>The gradients of all weights of a GPT, by their names.</summary>
/// <param name="places">Where each tensor's are.</param>
/// <param name="gradients">All of them.</param>
public readonly ref struct GptGradients(GptPlaces places, Span<float> gradients)
{
    private readonly Span<float> gradients = gradients;

    /// <summary>Those of a tensor, such as <c>wte.weight</c>.</summary>
    public Span<float> this[string name] => gradients[places[name]];

    /// <summary>Those of a tensor of a block, such as <c>ln_1.weight</c>.</summary>
    public Span<float> Of(int layer, string name) => gradients[places[layer, name]];
}
