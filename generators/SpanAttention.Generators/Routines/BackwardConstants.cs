using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the plan of gradients in numbers.</summary>
internal static class BackwardConstants
{
    public static void Write(KernelWriter code, BackwardPlan plan)
    {
        Constants.WriteShape(code, plan.Attention);
        Constants.WriteScale(code, plan.Attention.Spec, withLimit: false);
        OptionConstants.Write(code, plan.Attention.Spec);
        Constants.WriteBlockSizes(code, plan.Attention);
        Constants.Int(code, "RowFold", BackwardPlan.RowFold, "query rows whose products are summed before they are folded into the gradients of keys and values");
        code.Line();
        code.Line("// Scratch, in floats");
        ScratchRegions.WriteOffsets(code, plan.Scratch);
        code.Line($"""
            private const int ScratchLength = {plan.Scratch.End};
            private const int AlignmentSlack = {AttentionPlan.AlignmentSlack}; // scratch starts at a multiple of 64 bytes
            """);
    }
}
