using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>Gradients of what one call of a layer takes, each as it lies; those that are not declared are empty.</summary>
/// <param name="Inputs">Of the inputs.</param>
/// <param name="KeyInputs">Of what keys are projected from, where that is not the inputs; of the context, where it serves both.</param>
/// <param name="ValueInputs">Of what values are projected from, where that is a tensor of its own.</param>
/// <param name="Bias">Of the bias.</param>
public sealed record LayerGradients(float[] Inputs, float[] KeyInputs, float[] ValueInputs, float[] Bias)
{
    /// <summary>Those that there are, by the names of their parameters.</summary>
    public IReadOnlyDictionary<string, float[]> Of(LayerDeclaration declaration) => LayerParameters.Results(declaration).ToDictionary(static name => name, name => name switch
    {
        "inputGradient" => Inputs,
        "valueInputGradient" => ValueInputs,
        "biasGradient" => Bias,
        _ => KeyInputs,
    });
}
