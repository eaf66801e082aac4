namespace SpanAttention.Verification;

internal sealed class TokensAreEquivariant : LayerLaw
{
    public override string Equation => "outputs of the same tokens in another order = the same outputs, in that order";

    public override string Reason => "Where a token's outputs depend on it alone, they do not depend on where it stands.";

    public override bool Concerns(LayerRoutine routine) => routine.TokenByToken;

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        LayerCase reversed = source with { Inputs = Reversed(source.Inputs, source.InputDim) };
        return LayerCalls.Difference(routine, Reversed(routine.CallForward(source), routine.OutputDim), routine.CallForward(reversed)).Where("of the tokens in reverse").Of(reversed);
    }

    private static float[] Reversed(float[] tokens, int dim) => [.. tokens.Chunk(dim).Reverse().SelectMany(static token => token)];
}
