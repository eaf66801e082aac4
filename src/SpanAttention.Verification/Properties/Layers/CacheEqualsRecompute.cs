namespace SpanAttention.Verification;

internal sealed class CacheEqualsRecompute : LayerLaw
{
    public override string Equation => "outputs of tokens that come call by call, through a cache = outputs of all of them at once";

    public override string Reason => "A token's keys and values depend on its inputs and its position alone: those that a cache keeps are those that would be computed again.";

    public override bool Concerns(LayerRoutine routine) => routine.HasCache;

    public override Violation? Find(LayerRoutine routine, LayerCase source) =>
        LayerCalls.Difference(routine, routine.CallForward(source), routine.CallDecoder(source));
}
