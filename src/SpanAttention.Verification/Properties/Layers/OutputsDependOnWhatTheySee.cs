namespace SpanAttention.Verification;

internal sealed class OutputsDependOnWhatTheySee : LayerLaw
{
    public override string Equation => "output_i changes when the tokens change that token i sees beside itself, all or any one of them, and when token i does alone";

    public override string Reason => "Attention is what makes an output depend on other tokens; without it a layer is a projection.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary, CaseKind.Faint];

    public override bool Concerns(LayerRoutine routine) => routine is { SequenceLength: not 1, ContextLength: not 1 };

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int token = source.Choice % source.Tokens;
        int[] others = [.. Enumerable.Range(0, source.Tokens).Where(other => other != token && routine.Sees(token, other))];
        return (others.Length == 0 ? null : Ignored(routine, source, token, others, "the other tokens that it sees are others"))
            ?? (others.Length == 0 || source.Kind != CaseKind.Faint ? null : One(routine, source, token, others))
            ?? Ignored(routine, source, token, [token], $"the inputs of token {token} are others");
    }

    // The farthest, the nearest, or any: where all scores are near 0, each has a share.
    private static Violation? One(LayerRoutine routine, LayerCase source, int token, int[] others)
    {
        int other = (source.Choice / 11 % 3) switch
        {
            0 => others.MaxBy(other => Math.Abs(other - token)),
            1 => others.MinBy(other => Math.Abs(other - token)),
            _ => others[source.Choice % others.Length],
        };
        return Ignored(routine, source, token, [other], $"token {other}, which it sees, is another");
    }

    private static Violation? Ignored(LayerRoutine routine, LayerCase source, int token, int[] changed, string how) =>
        Replacements.Matter(routine, source, index => changed.Contains(index / source.InputDim), index => index / routine.OutputDim == token)
            ? null
            : new Violation($"output of token {token}", $"other numbers once {how}", "the same bits");
}
