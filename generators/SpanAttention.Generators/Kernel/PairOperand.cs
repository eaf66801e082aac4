using SpanAttention.Generators.Options;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Kernel;

/// <summary>A tensor over pairs of query and key, as routines refer to it.</summary>
/// <param name="Element">The type of its elements.</param>
/// <param name="Field">Its field among the operands: <c>Mask</c>.</param>
/// <param name="Axes">Its axes; none where it is not declared.</param>
internal sealed record PairOperand(string Element, string Field, PairAxes Axes)
{
    /// <summary>The keep-mask of dropout.</summary>
    public static readonly PairOperand Keep = new("bool", "Keep", PairAxes.HeadQueryKeys);

    /// <summary>The variable that refers to the head's part of it: <c>headMask</c>.</summary>
    public string Name => $"head{Field}";

    /// <summary>The declared mask.</summary>
    public static PairOperand Mask(AttentionSpec spec) => new("bool", "Mask", spec.MaskAxes);

    /// <summary>The declared bias.</summary>
    public static PairOperand Bias(AttentionSpec spec) => new("float", "Bias", spec.BiasAxes);
}
