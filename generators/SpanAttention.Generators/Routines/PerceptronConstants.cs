using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the dimensions of a linear or feed-forward layer, and where its weights and its workspace lie.</summary>
internal static class PerceptronConstants
{
    public static void Write(KernelWriter code, PerceptronPlan plan)
    {
        PerceptronSpec spec = plan.Spec;
        code.Line($"private const int InputDim = {spec.InputDim};");
        if (spec.HasHidden)
        {
            code.Line($"private const int HiddenDim = {spec.HiddenDim};");
        }

        code.Line($"""
            private const int OutputDim = {spec.OutputDim};
            private const int RowGroup = {AttentionPlan.RowGroup}; // outputs that lie side by side among the weights
            private const int TokenBlock = {plan.TokenBlock}; // tokens that share one reading of the weights
            """);
        if (plan.UnitChunk is { } chunk)
        {
            code.Line($"private const int {chunk.Name} = {chunk.Size}; // {chunk.Words}");
        }

        LayerPacking.WriteOffsets(code, spec);
        if (plan.SharesTokens)
        {
            ParallelTokens.WriteConstants(code, plan);
        }

        if (plan.Backward is not null)
        {
            code.Line("""

                // A tape, in floats of a token
                """);
            ScratchRegions.WriteOffsets(code, plan.Tape);
            code.Line($"private const int TapedLength = {plan.Tape.End};");
        }

        code.Line("""

            // A block of tokens, in floats
            """);
        ScratchRegions.WriteOffsets(code, plan.Block);
        code.Line($"private const int BlockLength = {plan.Block.End};");
    }
}
