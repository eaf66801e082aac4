using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the plan of a perceptron's gradients in numbers.</summary>
internal static class PerceptronBackwardConstants
{
    public static void Write(KernelWriter code, PerceptronBackwardPlan plan)
    {
        code.Line($"private const int InputDim = {plan.Spec.Perceptron.InputDim};");
        if (plan.Spec.Perceptron.HasHidden)
        {
            code.Line($"private const int HiddenDim = {plan.Spec.Perceptron.HiddenDim};");
        }

        code.Line($"""
            private const int OutputDim = {plan.Spec.Perceptron.OutputDim};
            private const int RowGroup = {AttentionPlan.RowGroup}; // outputs that lie side by side among the weights
            private const int TokenBlock = {WeightGradientPlan.TokenBlock}; // tokens that share one reading of the gradients of weights
            """);
        LayerPacking.WriteOffsets(code, plan.Spec.Perceptron);
        code.Line("""

            // A tape, in floats of a token
            """);
        ScratchRegions.WriteOffsets(code, plan.Layer.Tape);
        code.Line("""

            // A block of tokens, in floats
            """);
        ScratchRegions.WriteOffsets(code, plan.Block);
        code.Line($"public const int BlockLength = {plan.Block.End};");
    }
}
