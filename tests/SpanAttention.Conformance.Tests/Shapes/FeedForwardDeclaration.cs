namespace SpanAttention.Conformance.Tests.Shapes;

/// <summary>A [FeedForward] declaration.</summary>
public sealed record FeedForwardDeclaration(
    int InputDim,
    int HiddenDim,
    int OutputDim,
    Activation Activation = Activation.Gelu,
    bool Gated = false,
    bool Bias = true,
    bool FusedGateUp = false,
    WeightLayout WeightLayout = WeightLayout.OutputByInput) : PerceptronDeclaration(InputDim, OutputDim, Activation, Bias, WeightLayout)
{
    protected override int Outputs(string tensor) => tensor switch
    {
        "Down" => OutputDim,
        "GateUp" => 2 * HiddenDim,
        _ => HiddenDim,
    };

    public override IReadOnlyList<(string Name, int Length)> Tensors
    {
        get
        {
            int gates = Gated && !FusedGateUp ? HiddenDim : 0;
            int hidden = FusedGateUp ? 0 : HiddenDim;
            int both = FusedGateUp ? 2 * HiddenDim : 0;
            int biased = Bias ? 1 : 0;
            return
            [
                ("Gate", gates * InputDim), ("Up", hidden * InputDim), ("GateUp", both * InputDim), ("Down", OutputDim * HiddenDim),
                ("GateBias", gates * biased), ("UpBias", hidden * biased), ("GateUpBias", both * biased), ("DownBias", OutputDim * biased),
            ];
        }
    }
}
