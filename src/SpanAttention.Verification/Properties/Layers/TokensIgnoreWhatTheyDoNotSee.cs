namespace SpanAttention.Verification;

internal sealed class TokensIgnoreWhatTheyDoNotSee : LayerLaw
{
    private const float Large = 1000;

    public override string Equation => "output_i does not change when tokens outside its windows become others, and where it depends on token i alone, when any others do";

    public override string Reason => "A window hides what lies beyond it, from all tokens at once and through a cache; linear and feed-forward layers map token by token.";

    public override IReadOnlyList<CaseKind> Kinds => LayerCases.Finite;

    public override bool Concerns(LayerRoutine routine) => routine is { TokenByToken: true } or { LeftWindow: >= 0 } or { RightWindow: >= 0 };

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int token = source.Tokens - 1 - (source.Choice % Math.Max(1, source.Tokens / 4));
        LayerCase other = source with { Inputs = [.. source.Inputs.Select((number, index) => routine.Sees(token, index / source.InputDim) ? number : (number * -3) + Large)] };
        return LayerForm.FirstViolation(routine, form => Noticed(routine, source, other, token, form)).Of(other);
    }

    private static Violation? Noticed(LayerRoutine routine, LayerCase source, LayerCase other, int token, LayerForm form)
    {
        float[] expected = form.Outputs(routine, source);
        float[] actual = form.Outputs(routine, other);
        float[] same = [.. expected];
        LayerCalls.Rows(routine, actual, token, 1).CopyTo(LayerCalls.Rows(routine, same, token, 1));
        return LayerCalls.Difference(routine, expected, same).Where($"of {form.Name}, once what it does not see of {source.Tokens} tokens is others");
    }
}
