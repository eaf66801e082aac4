namespace SpanAttention.Verification;

internal sealed class OutputsDependOnTheirToken : LayerLaw
{
    public override string Equation => "every element of output_i changes when the inputs of the tokens that token i sees do, whichever of their elements";

    public override string Reason => "An output is a mean of projected inputs, projected. One that is the same whatever goes in has not been computed; weights that are all 0 make it so, and are not tried.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary, CaseKind.Faint];

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        int token = source.Choice % source.Tokens;
        int element = source.Choice % routine.OutputDim;
        int input = source.Choice / 7 % source.InputDim;
        int place = (token * routine.OutputDim) + element;
        if (!Replacements.Matter(routine, source, index => routine.Sees(token, index / source.InputDim), index => index == place))
        {
            return new Violation(LayerCalls.Place(routine, place), "another number once the inputs of all tokens that it sees are others", "the same bits");
        }

        return Replacements.Matter(routine, source, index => index % source.InputDim == input && routine.Sees(token, index / source.InputDim), index => index / routine.OutputDim == token)
            ? null
            : new Violation($"output of token {token}", $"other numbers once element {input} of the inputs that it sees is another", "the same bits");
    }
}
