using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Routines;

/// <summary>Emits what <c>Backward</c> of a linear or feed-forward layer calls: checks, then its tokens block by block.</summary>
internal static class PerceptronBackwardEntries
{
    public static void Write(KernelWriter code, PerceptronBackwardPlan plan)
    {
        PerceptronTensors tensors = new(plan.Spec.Perceptron);
        WeightGradients gradients = new(plan.Spec.Perceptron);
        code.Line("/// <summary>Gradients of weights, added to what is there, and those of the inputs.</summary>");
        using (code.Block($"public static void Backward(AlignedFloats packed, LayerTape tape, {tensors.DestinationGradient.Span}, {gradients.Spans}, {tensors.InputGradient.Span})"))
        {
            code.Line("""
                LayerTape.RequireForward(tape);
                int tokens = tape.Count;
                """);
            Check.WriteExactly(code, tensors.DestinationGradient);
            gradients.WriteLengths(code);
            Check.WriteRoom(code, tensors.InputGradient);
            gradients.WriteApart(code, [tensors.DestinationGradient], tensors.InputGradient);
            code.Line($"DifferentiateTokens(ref packed.First, tape, tokens, ref MemoryMarshal.GetReference(destinationGradient), {gradients.References}ref MemoryMarshal.GetReference(inputGradient));");
        }
    }
}
