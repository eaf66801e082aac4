namespace SpanAttention.Verification;

internal sealed class FewerTokensGiveTheSame : LayerLaw
{
    public override string Equation => "outputs of the first n tokens = those of all, as far; and where outputs depend on their token alone, outputs call by call = outputs at once";

    public override string Reason => "How many tokens share a call says how they are computed, and not what: one at a time, in parts, and all at once are the same.";

    public override bool Concerns(LayerRoutine routine) => routine is { IsCausal: true, SequenceLength: 0 };

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        float[] expected = routine.CallForward(source);
        int count = routine.TokenByToken ? source.Tokens : 1 + (source.Choice % source.Tokens);
        float[] actual = LayerCalls.NewOutputs(routine, count);
        if (routine.TokenByToken)
        {
            LayerCalls.Call(routine, routine.Forward, source, actual, 0, count);
        }
        else
        {
            routine.Forward(source.Slice(0, count), actual);
        }

        return LayerCalls.Difference(routine, expected[..actual.Length], actual).Where(routine.TokenByToken ? "call by call" : $"of the first {count} of {source.Tokens} tokens");
    }
}
