using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The methods of a linear or feed-forward layer.</summary>
internal static class PerceptronMembers
{
    private static readonly Parameter Tokens = new("int", "tokens", "Tokens of the inputs.") { Counted = new("tokens of the inputs", 0) };

    public static IReadOnlyList<Member> Of(PerceptronSpec spec, string kernel)
    {
        PerceptronTensors tensors = new(spec);
        Parameter inputs = Parameter.Of(tensors.Inputs);
        return
        [
            new($"outputs = {Equation(spec)}, token by token.", "void Forward", [inputs, Parameter.Of(tensors.Destination)], $"{kernel}.Forward(packedWeights, inputs, default, destination)"),
            new("destination = residual + outputs, token by token.", "void ForwardAdd", [inputs, Parameter.Of(tensors.Residual), Parameter.Of(tensors.Sum)], $"{kernel}.ForwardAdd(packedWeights, inputs, residual, destination)") { WritesInPlace = true },
            ParallelMembers.Of("Forward", [Parameter.InMemory(tensors.Inputs), Parameter.InMemory(tensors.Destination)], $"{kernel}.ForwardParallel(packedWeights, inputs, default, destination)"),
            .. spec.HasHidden ? Array.Empty<Member>() : [CopyWeights(spec, tensors, kernel)],
            .. spec.Learns ? Learning(spec, tensors, kernel) : [],
            new("Bytes of workspace that a call with so many tokens takes from this thread's AttentionScratch.", "static long WorkspaceBytes", [Tokens], $"{kernel}.WorkspaceLength(tokens) * sizeof(float)") { FollowsPlan = false },
        ];
    }

    private static IEnumerable<Member> Learning(PerceptronSpec spec, PerceptronTensors tensors, string kernel)
    {
        string taped = LearningMembers.Taped;
        return
        [
            LearningMembers.CreateTape(kernel),
            new("The same outputs, with what Backward needs of them on a tape.", "void Forward", [Parameter.Of(tensors.Inputs), LearningMembers.Tape, Parameter.Of(tensors.Destination)], $"{kernel}.Forward(packedWeights, inputs, {taped}, default, destination)"),
            new(
                "Gradients of the last Forward onto the tape: those of weights are added to what is there.",
                "void Backward",
                [LearningMembers.RecordedTape, Parameter.Of(tensors.DestinationGradient), LearningMembers.Gradients, Parameter.Of(tensors.InputGradient)],
                $"{LearningMembers.KernelOf(new PerceptronBackwardSpec(spec), kernel)}.Backward(packedWeights, {taped}, destinationGradient, {LearningMembers.Spans(spec)}, inputGradient)"),
            LearningMembers.Load(spec, kernel),
        ];
    }

    private static Member CopyWeights(PerceptronSpec spec, PerceptronTensors tensors, string kernel)
    {
        Parameter output = new("int", "output", $"0 to {spec.OutputDim - 1}.") { Counted = new("outputs", spec.OutputDim) };
        return new("The weights of one output, as they were given: a row of an embedding that shares them.", "void CopyWeights", [output, Parameter.Of(tensors.OutputWeights)], $"{kernel}.CopyWeights(packedWeights, output, destination)") { FollowsPlan = false };
    }

    private static string Equation(PerceptronSpec spec)
    {
        string bias = spec.Bias ? " + bias" : "";
        return !spec.HasHidden ? Activated(spec, $"weight · inputs{bias}")
            : spec.Gated ? $"down · ({Activated(spec, $"gate · inputs{bias}")} ∘ (up · inputs{bias})){bias}"
            : $"down · {Activated(spec, $"up · inputs{bias}")}{bias}";
    }

    private static string Activated(PerceptronSpec spec, string argument) => spec.Activation == Activation.None ? $"({argument})" : $"{spec.Activation}({argument})";
}
