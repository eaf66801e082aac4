using FsCheck;

namespace SpanAttention.Verification;

/// <summary>One property of a layer.</summary>
public sealed class LayerProperty : CaseProperty<LayerCase>
{
    private readonly LayerRoutine routine;
    private readonly LayerLaw law;

    internal LayerProperty(LayerRoutine routine, LayerLaw law)
        : base(routine.Name, law)
    {
        this.routine = routine;
        this.law = law;
    }

    /// <inheritdoc/>
    public override Arbitrary<LayerCase> Cases => LayerCases.Arbitrary(routine, [.. law.Kinds]);

    private protected override LayerCase Asked(LayerCase inputs) => law.Asked(inputs);

    private protected override Violation? FindUnguarded(LayerCase inputs) => law.Find(routine, inputs);
}
