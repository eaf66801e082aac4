namespace SpanAttention.Verification;

/// <summary>One property of a layer.</summary>
public sealed class LayerProperty : CaseProperty<LayerCase>
{
    internal LayerProperty(LayerRoutine routine, LayerLaw law)
        : base(
            routine.Name,
            law,
            cases => LayerCases.Of(routine, [.. law.KindsFor(routine)], law.Reach, cases),
            (inputs, running) => law.Find(routine.Watched(running), inputs with { Inputs = routine.Precision.Round(inputs.Inputs) }))
    {
    }
}
