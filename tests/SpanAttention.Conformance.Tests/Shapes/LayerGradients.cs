namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>Gradients of what one call of a layer takes, each as it lies; those that are not declared are empty.</summary>
/// <param name="Inputs">Of the inputs.</param>
/// <param name="KeyInputs">Of what keys are projected from, where that is not the inputs; of the context, where it serves both.</param>
/// <param name="ValueInputs">Of what values are projected from, where that is a tensor of its own.</param>
/// <param name="Bias">Of the bias.</param>
public sealed record LayerGradients(float[] Inputs, float[] KeyInputs, float[] ValueInputs, float[] Bias)
{
    /// <summary>Each by the name of what it is of.</summary>
    public IReadOnlyList<(string Name, float[] Numbers)> All => [("inputs", Inputs), ("key inputs", KeyInputs), ("value inputs", ValueInputs), ("bias", Bias)];
}
