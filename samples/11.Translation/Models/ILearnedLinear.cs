namespace Translation;

/// <summary>A declared linear layer that learns. The generator emits all but the first three members, which name its tensors.</summary>
/// <typeparam name="TSelf">The declared class.</typeparam>
/// <typeparam name="TTape">Its tape.</typeparam>
internal interface ILearnedLinear<TSelf, TTape>
    where TSelf : ILearnedLinear<TSelf, TTape>
{
    static abstract TSelf Create(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias);

    void Load(ReadOnlySpan<float> weight, ReadOnlySpan<float> bias);

    void AddGradients(TTape tape, ReadOnlySpan<float> destinationGradient, Span<float> weightGradient, Span<float> biasGradient, Span<float> inputGradient);

    static abstract TTape CreateTape(int tokens);

    void Forward(ReadOnlySpan<float> inputs, Span<float> destination);

    void Forward(ReadOnlySpan<float> inputs, TTape tape, Span<float> destination);
}
