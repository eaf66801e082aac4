using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Shapes;

/// <summary>A declaration with all defaults applied: of attention, or of what it is plugged into.</summary>
/// <param name="Kind">The attribute.</param>
/// <param name="Type">The declared type.</param>
internal abstract record DeclaredSpec(DeclarationKind Kind, DeclaredType Type)
{
    /// <summary>Declarations of base classes, whose emitted members this one inherits.</summary>
    public EquatableArray<DeclaredSpec> Bases { get; init; }

    /// <summary>Gradients are asked for, too.</summary>
    public bool Gradients { get; init; }

    /// <summary>Tensors that it takes at construction, in the order of <c>Weights</c>; none where there is nothing to construct.</summary>
    public abstract IReadOnlyList<WeightTensor> Weights { get; }

    /// <summary>Runs of numbers that it stores of them, in the order that it reads them.</summary>
    public abstract IReadOnlyList<PackedTensor> Packed { get; }

    /// <summary>Tells whether instances hold weights.</summary>
    public bool HasWeights => Weights.Count > 0;

    /// <summary>Tells whether its weights are learned.</summary>
    public bool Learns => Gradients && HasWeights;

    /// <summary>Tensors of <c>Weights</c> that learning changes: those of <c>Gradients</c>.</summary>
    public IEnumerable<WeightTensor> Learned => Weights.Where(static tensor => tensor.IsLearned);
}
