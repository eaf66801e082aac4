namespace SpanAttention.Verification;

internal sealed class TokensIgnoreWhatTheyDoNotSee : LayerLaw
{
    private const float Large = 1000;

    public override string Equation => "output_i does not change when tokens outside its windows become others";

    public override string Reason => "A window hides what lies beyond it, from all tokens at once and through a cache.";

    public override IReadOnlyList<CaseKind> Kinds => LayerCases.Finite;

    public override bool Concerns(LayerRoutine routine) => routine is { LeftWindow: >= 0 } or { RightWindow: >= 0 };

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int token = source.Tokens - 1 - (source.Choice % Math.Max(1, source.Tokens / 4));
        LayerCase other = source with { Inputs = [.. source.Inputs.Select((number, index) => routine.Sees(token, index / source.InputDim) ? number : (number * -3) + Large)] };
        return Noticed(routine, source, token, routine.CallForward(source), routine.CallForward(other), "Forward").Of(other)
            ?? (routine.HasCache ? Noticed(routine, source, token, routine.CallDecoder(source), routine.CallDecoder(other), "calls on a cache").Of(other) : null);
    }

    private static Violation? Noticed(LayerRoutine routine, LayerCase source, int token, float[] expected, float[] actual, string call)
    {
        float[] same = [.. expected];
        LayerCalls.Rows(routine, actual, token, 1).CopyTo(LayerCalls.Rows(routine, same, token, 1));
        return LayerCalls.Difference(routine, expected, same).Where($"of {call}, once what it does not see of {source.Tokens} tokens is others");
    }
}
