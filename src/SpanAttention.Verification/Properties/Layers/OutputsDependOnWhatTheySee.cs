namespace SpanAttention.Verification;

internal sealed class OutputsDependOnWhatTheySee : LayerLaw
{
    public override string Equation => "output_i changes when the tokens change that token i sees beside itself, and when token i does alone";

    public override string Reason => "Attention is what makes an output depend on other tokens; without it a layer is a projection.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary, CaseKind.Faint];

    public override bool Concerns(LayerRoutine routine) => routine is { SequenceLength: not 1, ContextLength: not 1 };

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int token = source.Choice % source.Tokens;
        bool SeesOther(int index) => index / source.InputDim != token && routine.Sees(token, index / source.InputDim);
        bool IsOutput(int index) => index / routine.OutputDim == token;
        if (Enumerable.Range(0, source.Inputs.Length).Any(SeesOther) && !Replacements.Matter(routine, source, SeesOther, IsOutput))
        {
            return new Violation($"output of token {token}", "other numbers once the other tokens that it sees are others", "the same bits");
        }

        return Replacements.Matter(routine, source, index => index / source.InputDim == token, IsOutput)
            ? null
            : new Violation($"output of token {token}", $"other numbers once the inputs of token {token} are others", "the same bits");
    }
}
