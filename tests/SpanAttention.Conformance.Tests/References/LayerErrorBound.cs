using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>How far the outputs of a layer in the canonical order, either canon, may be from those in double.</summary>
/// <remarks>
/// u = 2^−24; Δ is the largest error of an element, |·| the largest magnitude. All to first order; a 25th part more covers the rest.
///   Δq = (n + 2)·u·(Σ|x·w| + |bias|)    a projection: n products and sums, the bias, and the double's rounding to float; likewise Δk, Δv
///   Δq ← 2·Δq + 6·u·|q|                 a turn: x1·cos − x2·sin takes over both errors, cos and sin as floats, a product, a sum, the rounding to float
///   Δs = scale·d·(Δq·|k| + |q|·Δk)      a score of heads that err
///   Δc = 2·Δs·|v| + Δv + attention      weights e^s / Σe^s err relatively by 2·Δs; attention itself as <see cref="ErrorBound"/> says, and the rounding to float
///   Δo = Σ|w|·Δc + (n + 2)·u·(Σ|c·w| + |bias|)
/// </remarks>
public sealed class LayerErrorBound(LayerDeclaration declaration, LayerTensors tensors)
{
    private const double SecondOrder = 26.0 / 25;
    private const double UnitRoundoff = 1.0 / (1 << 24);

    private readonly LayerProjections projections = new(declaration, tensors);

    /// <summary>Of an element of the output. For self-attention without QkNorm.</summary>
    public double Output(LayerInputs inputs)
    {
        AttentionInputs heads = new DoubleLayer(declaration, tensors).Attended(inputs);
        double input = Largest(inputs.Inputs);
        double query = HeadError(projections.Query, input, heads.Query);
        double key = HeadError(projections.Key, input, heads.Key);
        double value = ProjectionError(projections.Value, input);
        double score = declaration.Shape.Scale * declaration.HeadDim * ((query * Largest(heads.Key)) + (Largest(heads.Query) * key));
        double context = (2 * score * Largest(heads.Value)) + value + ErrorBound.Of(declaration.Shape, heads).Context + (UnitRoundoff * Largest(heads.Value));
        return SecondOrder * ((LargestRow(projections.Output) * context) + ProjectionError(projections.Output, Largest(heads.Value)));
    }

    private double HeadError(Projection projection, double input, float[] heads)
    {
        double error = ProjectionError(projection, input);
        return declaration.Rotary == RotaryLayout.None ? error : (2 * error) + (6 * UnitRoundoff * Largest(heads));
    }

    private static double ProjectionError(Projection projection, double input)
    {
        double bias = projection.HasBias ? Enumerable.Range(0, projection.OutputDim).Max(output => Math.Abs((double)projection.Bias(output))) : 0;
        return (projection.InputDim + 2) * UnitRoundoff * ((LargestRow(projection) * input) + bias);
    }

    private static double LargestRow(Projection projection) =>
        Enumerable.Range(0, projection.OutputDim).Max(output => Enumerable.Range(0, projection.InputDim).Sum(x => Math.Abs((double)projection.Weight(output, x))));

    private static double Largest(float[] numbers) => numbers.Max(static number => Math.Abs((double)number));
}
