using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>A linear or feed-forward layer in double, and how far its canonical order, either canon, may be from that.</summary>
/// <remarks>
/// u = 2^−24; Δ is the largest error. To first order; a 25th part more covers the rest.
///   Δ(Σ w·x + b) = Σ|w|·Δx + (n + 1)·u·(Σ|w·x| + |b|)     n products and sums, and the bias
///   Δ f(x)       = L·Δx + 10⁻⁶·|x|                        L the steepest slope of f; the rest is the function's own error, 8 ulp of its share of x at most
///   Δ(f·h)       = |f|·Δh + |h|·Δf + u·|f·h|
/// </remarks>
public sealed class DoublePerceptron(PerceptronDeclaration declaration, IReadOnlyDictionary<string, float[]> tensors)
{
    private readonly IReadOnlyDictionary<string, float[]> stored = declaration.Stored(tensors);
    private const double SecondOrder = 26.0 / 25;
    private const double UnitRoundoff = 1.0 / (1 << 24);
    private const double OwnError = 1e-6;

    public IEnumerable<(double Exact, double Bound)> Forward(float[] inputs) =>
        inputs.Chunk(declaration.InputDim).SelectMany(token => ForwardToken([.. token.Select(static x => ((double)x, 0.0))])).Select(static output => (output.Exact, output.Bound * SecondOrder));

    private IEnumerable<(double Exact, double Bound)> ForwardToken((double Exact, double Bound)[] token) => declaration switch
    {
        LinearDeclaration linear => Project("Weight", "Bias", token, 0, linear.OutputDim, linear.OutputDim).Select(Activate),
        FeedForwardDeclaration layer => Project("Down", "DownBias", [.. Hidden(layer, token)], 0, layer.OutputDim, layer.OutputDim),
        _ => throw new NotSupportedException(),
    };

    private IEnumerable<(double Exact, double Bound)> Hidden(FeedForwardDeclaration layer, (double Exact, double Bound)[] token)
    {
        (string up, string gate, int first, int all) = layer.FusedGateUp ? ("GateUp", "GateUp", layer.HiddenDim, 2 * layer.HiddenDim) : ("Up", "Gate", 0, layer.HiddenDim);
        IEnumerable<(double Exact, double Bound)> hidden = Project(up, up + "Bias", token, first, layer.HiddenDim, all);
        return layer.Gated ? Project(gate, gate + "Bias", token, 0, layer.HiddenDim, all).Select(Activate).Zip(hidden, Multiply) : hidden.Select(Activate);
    }

    private IEnumerable<(double Exact, double Bound)> Project(string weight, string bias, (double Exact, double Bound)[] inputs, int first, int outputs, int tensorOutputs) =>
        from output in Enumerable.Range(first, outputs)
        let weights = Enumerable.Range(0, inputs.Length).Select(x => (double)stored[weight][declaration.WeightLayout == WeightLayout.InputByOutput ? (x * tensorOutputs) + output : (output * inputs.Length) + x]).ToArray()
        let added = declaration.Bias ? (double)stored[bias][output] : 0
        let terms = weights.Zip(inputs, static (w, x) => w * x.Exact).Append(added).ToArray()
        select (terms.Sum(), weights.Zip(inputs, static (w, x) => Math.Abs(w) * x.Bound).Sum() + ((inputs.Length + 1) * UnitRoundoff * terms.Sum(Math.Abs)));

    private static (double Exact, double Bound) Multiply((double Exact, double Bound) a, (double Exact, double Bound) b)
    {
        double product = a.Exact * b.Exact;
        return (product, (Math.Abs(a.Exact) * b.Bound) + (Math.Abs(b.Exact) * a.Bound) + (a.Bound * b.Bound) + (UnitRoundoff * Math.Abs(product)));
    }

    private (double Exact, double Bound) Activate((double Exact, double Bound) x) => (Function(x.Exact), (Slope(Math.Abs(x.Exact) + x.Bound) * x.Bound) + (OwnError * Math.Abs(x.Exact) * Math.Max(1, Math.Abs(x.Exact))));

    private double Function(double x) => declaration.Activation switch
    {
        Activation.None => x,
        Activation.Relu => Math.Max(x, 0),
        Activation.ReluSquared => Math.Max(x, 0) * Math.Max(x, 0),
        Activation.Tanh => Math.Tanh(x),
        Activation.Gelu => x * (1 + Erf(x / Math.Sqrt(2))) / 2,
        Activation.GeluTanh => x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + (0.044715 * x * x * x)))) / 2,
        Activation.Silu => x / (1 + Math.Exp(-x)),
        _ => x / (1 + Math.Exp(-1.702 * x)),
    };

    // Gelu is steepest at √2: 1.129; the others of its kind less, at 2.4: 1.0998 for Silu.
    private double Slope(double magnitude) => declaration.Activation switch
    {
        Activation.ReluSquared => 2 * magnitude,
        Activation.None or Activation.Relu or Activation.Tanh => 1,
        _ => 1.13,
    };

    // 2/√π · e^(−x²) · Σ 2^n x^(2n+1) / (2n + 1)!!: no term is negative, so that nothing cancels.
    private static double Erf(double x)
    {
        if (Math.Abs(x) > 6)
        {
            return Math.Sign(x);
        }

        double term = x;
        double sum = x;
        for (int n = 1; Math.Abs(term) > 1e-18 * Math.Abs(sum); n++)
        {
            term *= 2 * x * x / ((2 * n) + 1);
            sum += term;
        }

        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }
}
