namespace SpanAttention.Verification;

internal sealed class EarlierTokensIgnoreLater : LayerLaw
{
    private const float Large = 1e4f;

    public override string Equation => "output_i does not change when tokens after i become others, or NaN where that is promised not to be read";

    public override string Reason => "A causal layer hides later tokens, and 0 · NaN is not 0: what is hidden takes no part at all.";

    public override bool Concerns(LayerRoutine routine) => routine.IsCausal;

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int earlier = source.Choice % source.Tokens;
        bool poisons = routine.Promises.HasFlag(AttentionPromises.ReadsNoHidden) && source.Choice % 3 != 0;
        LayerCase other = source with { Inputs = [.. source.Inputs] };
        for (int index = earlier * source.InputDim; index < source.Inputs.Length; index++)
        {
            other.Inputs[index] = poisons ? float.NaN : (source.Inputs[index] * -2) + (index % 2 == 0 ? 1 : Large);
        }

        int floats = earlier * routine.OutputDim;
        return LayerCalls.Difference(routine, routine.CallForward(source)[..floats], routine.CallForward(other)[..floats]).Of(other);
    }
}
