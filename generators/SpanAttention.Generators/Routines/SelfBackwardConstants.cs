using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the plan of gradients of self-attention in numbers.</summary>
internal static class SelfBackwardConstants
{
    public static void Write(KernelWriter code, SelfBackwardPlan plan)
    {
        AttentionSpec spec = plan.Attention;
        Constants.Int(code, "InputDim", spec.HeadDim);
        Constants.IntIfDeclared(code, "SequenceLength", spec.QueryLength);
        code.Line();
        if (!spec.SumNormalization)
        {
            Constants.Float(code, "ScaleLog2E", Numbers.ScaleLog2E(spec), "log2 e: exponentials are taken to base 2");
            Constants.Float(code, "ScoreLimit", Numbers.ScoreLimit(spec), "larger scores would overflow in the exponent");
            code.Line();
        }

        Constants.Int(code, "QueryBlock", plan.QueryBlock, "query rows whose products are summed before they are folded into the gradients of keys and values");
        Constants.Int(code, "KeyTile", AttentionPlan.KeyTile, "keys whose products are summed before they are folded into the gradients of queries");
        Constants.Int(code, "RowGroup", AttentionPlan.RowGroup, "keys that lie side by side in scratch");
        Constants.Int(code, "KeyChunk", plan.KeyChunk, "dimensions whose keys are in scratch at once");
        code.Line();
        code.Line("// Scratch, in floats");
        ScratchRegions.WriteOffsets(code, plan.Scratch);
        code.Line($"""
            private const int ScratchLength = {plan.Scratch.End};
            private const int AlignmentSlack = {AttentionPlan.AlignmentSlack}; // scratch starts at a multiple of 64 bytes
            """);
    }
}
