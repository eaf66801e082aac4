namespace SpanAttention.Verification;

/// <summary>The properties that a layer must have, by name.</summary>
public sealed class LayerVerification : PropertySet<LayerProperty>
{
    internal LayerVerification(LayerRoutine routine)
        : base(routine.Name, [.. LayerLaws.All.Where(law => law.Concerns(routine)).Select(law => new LayerProperty(routine, law))]) => Routine = routine;

    /// <summary>The layer.</summary>
    public LayerRoutine Routine { get; }
}
