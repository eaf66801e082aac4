namespace SpanAttention.Verification;

internal sealed class CachesAreIndependent : LayerLaw
{
    public override string Equation => "outputs through two caches in turns = outputs through each alone";

    public override string Reason => "What a sequence has seen is in its cache, and nowhere else.";

    public override bool Concerns(LayerRoutine routine) => routine.HasCache;

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        float[] expected = routine.CallDecoder(source);
        float[] actual = LayerCalls.NewOutputs(routine, source.Tokens);
        float[] others = LayerCalls.NewOutputs(routine, source.Tokens);
        LayerCase other = source with { Inputs = [.. Enumerable.Reverse(source.Inputs)] };
        LayerCall decoder = routine.NewCall();
        LayerCall otherDecoder = routine.NewCall();
        foreach ((int first, int count) in LayerCalls.Parts(source))
        {
            otherDecoder(other.Slice(first, count), LayerCalls.Rows(routine, others, first, count));
            decoder(source.Slice(first, count), LayerCalls.Rows(routine, actual, first, count));
        }

        return LayerCalls.Difference(routine, expected, actual);
    }
}
