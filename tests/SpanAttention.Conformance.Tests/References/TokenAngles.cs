using SpanAttention.Conformance.Tests.Shapes;
using SpanAttention.Primitives;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>Sine and cosine of the angle that a pair of a token's dimensions is turned by: of its index, of the position that the call gives it, or as the call has them.</summary>
public sealed class TokenAngles(LayerDeclaration declaration, LayerTensors tensors)
{
    private readonly float[] frequencies = RotaryFrequencies.Of(declaration, tensors);

    /// <summary>In the canonical order.</summary>
    public (float Sin, float Cos) Of(LayerInputs inputs, int token, int pair) =>
        declaration.RotaryPositions == RotaryPositions.Rows ? Row(inputs, token, pair) : SineCosine.Of(Angle(inputs, token, pair));

    /// <summary>In double.</summary>
    public (double Sin, double Cos) InDouble(LayerInputs inputs, int token, int pair) =>
        declaration.RotaryPositions == RotaryPositions.Rows ? Row(inputs, token, pair) : Math.SinCos(Angle(inputs, token, pair));

    private (float Sin, float Cos) Row(LayerInputs inputs, int token, int pair)
    {
        int place = (token * declaration.RotaryPairs) + pair;
        return (inputs.Sin[place], inputs.Cos[place]);
    }

    private double Angle(LayerInputs inputs, int token, int pair) => Position(inputs, token) * (double)frequencies[pair];

    // −1 is no angle, as 0 is.
    private int Position(LayerInputs inputs, int token) => declaration.RotaryPositions == RotaryPositions.Given ? Math.Max(inputs.Positions[token], 0) : token;
}
