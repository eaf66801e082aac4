using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits the plan of an attention layer's gradients in numbers.</summary>
internal static class LayerBackwardConstants
{
    public static void Write(KernelWriter code, LayerBackwardPlan plan)
    {
        AttentionSpec spec = plan.Layer;
        LayerSpec layer = spec.Layer!;
        code.Line($"""
            private const int Heads = {spec.Heads};
            private const int KeyValueHeads = {spec.KeyValueHeads};
            private const int HeadDim = {spec.HeadDim};
            private const int InputDim = {layer.InputDim};
            private const int OutputDim = {layer.OutputDim};
            private const int KeyInputDim = {layer.KeyInputDim};
            private const int ValueInputDim = {layer.ValueInputDim};
            private const int QueryWidth = {spec.QueryWidth}; // floats of all heads of a token
            private const int KeyWidth = {spec.KeyWidth};
            private const int ValueWidth = {spec.ValueWidth};
            private const int ContextWidth = {spec.ContextWidth};
            private const int RowGroup = {AttentionPlan.RowGroup}; // outputs that lie side by side among the weights
            private const int TokenBlock = {WeightGradientPlan.TokenBlock}; // tokens that share one reading of the gradients of weights
            """);
        Constants.IntIfDeclared(code, "SequenceLength", spec.QueryLength);
        LayerConstants.WriteHeadSteps(code, layer, withFrequencies: false);
        LayerPacking.WriteOffsets(code, spec);
        TapeConstants.Write(code, spec, makesTapes: false);
        code.Line();
        code.Line("// Gradients of all tokens, in floats of a token");
        ScratchRegions.WriteOffsets(code, plan.Tokens);
        code.Line($"private const int TokenLength = {plan.Tokens.End};");
        code.Line();
        code.Line("// Gradients of all tokens that keys come from, in floats of a token");
        ScratchRegions.WriteOffsets(code, plan.KeyTokens);
        code.Line($"private const int KeyTokenLength = {plan.KeyTokens.End};");
        code.Line();
        code.Line("// A block of tokens, in floats");
        ScratchRegions.WriteOffsets(code, plan.Block);
        code.Line($"private const int BlockLength = {plan.Block.End};");
    }
}
