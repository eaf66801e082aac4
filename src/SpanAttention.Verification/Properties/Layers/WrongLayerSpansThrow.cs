namespace SpanAttention.Verification;

internal sealed class WrongLayerSpansThrow : LayerLaw
{
    public override string Equation => "inputs that are no whole tokens, or a destination too short for them → ArgumentException that names it, and nothing is written";

    public override string Reason => "A call that fails half-way leaves outputs that look right, and a cache that has taken the token; checks come first.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override bool Concerns(LayerRoutine routine) => routine.Promises.HasFlag(AttentionPromises.ChecksSpans);

    public override Violation? Find(LayerRoutine routine, LayerCase source) =>
        Refuses(routine, source, "Forward", routine.Forward)
        ?? (!routine.HasCache ? null : RefusesThenGoesOn(routine, source));

    private static Violation? Refuses(LayerRoutine routine, LayerCase source, string name, LayerCall call)
    {
        float[] inputs = source.Inputs;
        return (source.InputDim == 1 ? null : Refusals.Missing(destination => call(inputs.AsSpan(1), destination), Outputs(), "inputs", $"inputs of {name} are one float too short"))
            ?? Refusals.Missing(destination => call(inputs, destination), Outputs()[1..], "destination", $"destination of {name} is one float too short");

        float[] Outputs() => LayerCalls.NewOutputs(routine, source.Tokens);
    }

    // What was refused must not be in the cache: what follows is what it is without it.
    private static Violation? RefusesThenGoesOn(LayerRoutine routine, LayerCase source)
    {
        LayerCall decoder = routine.NewCall();
        float[] outputs = LayerCalls.NewOutputs(routine, source.Tokens);
        Violation? violation = Refuses(routine, source, "a call on a cache", decoder);
        if (violation is not null)
        {
            return violation;
        }

        decoder(source.Inputs, outputs);
        return LayerCalls.Difference(routine, routine.CallDecoder(source with { Chunks = [source.Tokens] }), outputs);
    }
}
