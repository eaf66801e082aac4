using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Shapes;

/// <summary>The tensors of the members of a linear or feed-forward layer.</summary>
internal sealed class PerceptronTensors(PerceptronSpec spec)
{
    private readonly Axis tokens = Axis.Tokens("tokens", 0, "tokens", "");
    private readonly Axis inputs = new("input dim", spec.InputDim, "InputDim");
    private readonly Axis outputs = new("output dim", spec.OutputDim, "OutputDim");

    public Tensor Inputs => new("inputs", new([tokens, inputs]));

    public Tensor Residual => new("residual", new([tokens, outputs])) { Meaning = ": what the outputs are added to" };

    public Tensor Destination => new("destination", new([tokens, outputs])) { Meaning = "; may be longer, must not overlap the inputs", IsWritten = true };

    /// <summary>The destination of a sum, which may take the residual's place.</summary>
    public Tensor Sum => Destination with { Meaning = "; may be longer, may be the residual, must not overlap the inputs" };

    public Tensor DestinationGradient => new("destinationGradient", new([tokens, outputs])) { Meaning = ": the loss's slope by each output" };

    public Tensor InputGradient => new("inputGradient", new([tokens, inputs])) { Meaning = ", overwritten; may be longer", IsWritten = true };

    /// <summary>Room for the weights of one output.</summary>
    public Tensor OutputWeights => new("destination", new([inputs])) { Meaning = "; may be longer", IsWritten = true };
}
