namespace SpanAttention.Verification;

internal sealed class EarlierTokensIgnoreLater : LayerLaw
{
    public override string Equation => "output_i does not change when tokens after i become NaN";

    public override string Reason => "A causal layer hides later tokens, and 0 · NaN is not 0: what is hidden takes no part at all.";

    public override bool Concerns(LayerRoutine routine) => routine.IsCausal;

    public override LayerCase Asked(LayerCase source)
    {
        float[] poisoned = [.. source.Inputs];
        poisoned.AsSpan(Earlier(source) * source.InputDim).Fill(float.NaN);
        return source with { Inputs = poisoned };
    }

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int floats = Earlier(source) * routine.OutputDim;
        return LayerCalls.Difference(routine, routine.CallForward(source)[..floats], routine.CallForward(Asked(source))[..floats]);
    }

    private static int Earlier(LayerCase source) => source.Choice % source.Tokens;
}
