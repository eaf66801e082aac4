using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;
using SpanAttention.Verification;
using AttentionShape = SpanAttention.Conformance.Tests.Shapes.AttentionShape;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>The scalar reference, whose bits emitted code has, as the verification kit calls it.</summary>
public static class CanonicalRoutine
{
    private const int NoWindow = -1;

    public static AttentionRoutine Of(AttentionShape shape) => new()
    {
        Name = shape.ToString(),
        Shape = ShapeOf(shape),
        TakesKeyCount = true,
        Promises = AttentionPromises.ReadsNoHidden,
        Forward = (in operands, destination) => Forward(shape, Inputs(shape, operands)).Context.CopyTo(destination),
        ForwardWithLogSumExp = (in operands, destination, logSumExp) =>
        {
            AttentionResult result = Forward(shape, Inputs(shape, operands));
            result.Context.CopyTo(destination);
            result.LogSumExp.CopyTo(logSumExp);
        },
        Backward = (in operands, context, logSumExp, contextGradient, in gradients) =>
        {
            CallGradients result = new CanonicalBackward(CanonicalArithmetic.Running, shape).Backward(Inputs(shape, operands), new([.. context], [.. logSumExp]), [.. contextGradient]);
            result.Query.CopyTo(gradients.Query);
            result.Key.CopyTo(gradients.Key);
            result.Value.CopyTo(gradients.Value);
            result.Bias.CopyTo(gradients.Bias);
            result.Sinks.CopyTo(gradients.Sinks);
        },
    };

    private static AttentionResult Forward(AttentionShape shape, AttentionInputs inputs) => new CanonicalAttention(CanonicalArithmetic.Running, shape).Forward(inputs);

    private static AttentionInputs Inputs(AttentionShape shape, in AttentionOperands operands)
    {
        int keyLength = operands.Key.Length / (shape.KeyValueHeads * shape.HeadDim);
        return new([.. operands.Query], [.. operands.Key], [.. operands.Value], operands.Query.Length / (shape.Heads * shape.HeadDim), keyLength, operands.KeyCount ?? keyLength)
        {
            Mask = [.. operands.Mask],
            Bias = [.. operands.Bias],
            Sinks = [.. operands.Sinks],
        };
    }

    private static Verification.AttentionShape ShapeOf(AttentionShape shape) => new()
    {
        HeadDim = shape.HeadDim,
        ValueDim = shape.ValueDim,
        Heads = shape.Heads,
        KeyValueHeads = shape.KeyValueHeads,
        Layout = shape.Layout,
        Scale = shape.Scale,
        Causal = shape.Causal,
        Alignment = shape.Alignment,
        LeftWindow = shape.LeftWindow ?? NoWindow,
        RightWindow = shape.RightWindow ?? NoWindow,
        SoftCap = shape.SoftCap ?? 0,
        Mask = shape.Mask,
        Bias = shape.Bias,
        Alibi = shape.Alibi,
        Sinks = shape.Sinks,
        Gradients = shape.Gradients,
    };
}
