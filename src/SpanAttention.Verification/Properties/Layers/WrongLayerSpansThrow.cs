namespace SpanAttention.Verification;

internal sealed class WrongLayerSpansThrow : LayerLaw
{
    public override string Equation => "inputs that are no whole tokens, or a destination or residual too short for them → ArgumentException that names it, and nothing is written";

    public override string Reason => "A call that fails half-way leaves outputs that look right, and a cache that has taken the token; checks come first.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary];

    public override bool Concerns(LayerRoutine routine) => routine.Promises.HasFlag(AttentionPromises.ChecksSpans);

    public override Violation? Find(LayerRoutine routine, LayerCase source) =>
        Refuses(routine, source, "Forward", routine.Forward)
        ?? (!routine.HasCache ? null : RefusesThenGoesOn(routine, source))
        ?? (routine.ForwardAdd is null ? null : RefusesToAdd(routine, source));

    private static Violation? Refuses(LayerRoutine routine, LayerCase source, string name, LayerCall call) => routine.InPlace
        ? RefusesInPlace(routine, source, name, call)
        : RefusesInputs(routine, source, name, call) ?? Refusals.Missing(destination => call(source.Inputs, destination), Outputs(routine, source)[1..], "destination", $"destination of {name} is one float too short");

    private static Violation? RefusesInputs(LayerRoutine routine, LayerCase source, string name, LayerCall call) =>
        source.InputDim == 1 ? null : Refusals.Missing(destination => call(source.Inputs.AsSpan(1), destination), Outputs(routine, source), "inputs", $"inputs of {name} are one float too short");

    private static Violation? RefusesInPlace(LayerRoutine routine, LayerCase source, string name, LayerCall call)
    {
        string mistake = $"the stream of {name} is one float too short";
        float[] stream = Outputs(routine, source);
        return source.InputDim == 1 ? null : Refusals.NotThrown(() => call(source.Inputs.AsSpan(1), stream), "stream", mistake) ?? LayerCalls.Written(routine, source.Inputs[1..], stream, mistake);
    }

    private static Violation? RefusesToAdd(LayerRoutine routine, LayerCase source)
    {
        LayerAddCall call = routine.ForwardAdd!;
        float[] residual = new float[source.Tokens * routine.OutputDim];
        return RefusesInputs(routine, source, "ForwardAdd", (inputs, destination) => call(inputs, residual, destination))
            ?? Refusals.Missing(destination => call(source.Inputs, residual.AsSpan(1), destination), Outputs(routine, source), "residual", "residual of ForwardAdd is one float too short")
            ?? Refusals.Missing(destination => call(source.Inputs, residual, destination), Outputs(routine, source)[1..], "destination", "destination of ForwardAdd is one float too short");
    }

    private static float[] Outputs(LayerRoutine routine, LayerCase source) => LayerCalls.NewOutputs(routine, source.Tokens);

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
