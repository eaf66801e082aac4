using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the plan of additive attention in numbers.</summary>
internal static class AdditiveConstants
{
    public static void Write(KernelWriter code, AttentionPlan plan, AdditivePlan additive)
    {
        AttentionSpec spec = plan.Spec;
        Constants.Int(code, "HeadDim", spec.HeadDim);
        Constants.Int(code, "ValueDim", spec.ValueDim);
        Constants.IntIfDeclared(code, "QueryLength", spec.QueryLength);
        Constants.IntIfDeclared(code, "KeyLength", spec.KeyLength);
        code.Line("private const int ValueTokenStride = ValueDim; // floats from one token to the next");
        code.Line();
        Constants.Float(code, "ScaleLog2E", Numbers.ScaleLog2E(spec), "log2 e: exponentials are taken to base 2");
        Constants.Float(code, "ScoreLimit", Numbers.ScoreLimit(spec), "larger scores would overflow in the exponent");
        code.Line();
        Constants.Int(code, "QueryBlock", additive.QueryBlock, "query rows that share a transposed tile of keys");
        Constants.Int(code, "KeyTile", AttentionPlan.KeyTile, "keys whose weights are summed before they are folded into the row's sum");
        Constants.Int(code, "RowGroup", AttentionPlan.RowGroup, "keys that lie side by side in scratch");
        Constants.Int(code, "KeyChunk", additive.KeyChunk, "head dimensions whose keys are in scratch at once");
        code.Line("""

            // Scratch, in floats
            """);
        ScratchRegions.WriteOffsets(code, additive.Scratch);
        code.Line($"""
            private const int ScratchLength = {additive.Scratch.End};
            private const int AlignmentSlack = {AttentionPlan.AlignmentSlack}; // scratch starts at a multiple of 64 bytes
            """);
    }
}
