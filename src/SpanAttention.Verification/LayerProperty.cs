namespace SpanAttention.Verification;

/// <summary>One property of a layer.</summary>
public sealed class LayerProperty : CaseProperty<LayerCase>
{
    internal LayerProperty(LayerRoutine routine, LayerLaw law)
        : base(routine.Name, law, LayerCases.Arbitrary(routine, [.. law.Kinds]), law.Asked, inputs => law.Find(routine, inputs))
    {
    }
}
