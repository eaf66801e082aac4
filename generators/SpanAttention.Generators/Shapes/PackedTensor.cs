namespace SpanAttention.Generators.Shapes;

/// <summary>One tensor as it is stored: a run of packed weights, taken from a tensor of the caller's.</summary>
/// <param name="Name">Names its offset, such as <c>QueryWeight</c>.</param>
/// <param name="Source">The caller's tensor that holds it.</param>
/// <param name="FirstOutput">Its first output within that tensor.</param>
/// <param name="Outputs">Its outputs.</param>
/// <param name="Inputs">Its inputs; 0 for a bias.</param>
internal sealed record PackedTensor(string Name, WeightTensor Source, int FirstOutput, int Outputs, int Inputs)
{
    /// <summary>Outputs that lie side by side: a cache line of floats.</summary>
    public const int OutputGroup = 16;

    /// <summary>Inputs that are stored together; 0 for all of them.</summary>
    public int Part { get; init; }

    /// <summary>The number that it is stored as; a bias is a float.</summary>
    public StoredNumber Element { get; init; } = StoredNumber.Single;

    /// <summary>It is stored the other way round, so that gradients of its source's outputs are its inputs; biases never are.</summary>
    public bool IsTransposed { get; init; }

    /// <summary>The same the other way round, under a name of its own.</summary>
    public PackedTensor Transposed => this with { Name = $"Transposed{Name}", Outputs = Inputs, Inputs = Outputs, Part = 0, IsTransposed = true };

    /// <summary>Numbers stored: whole groups of outputs.</summary>
    public long Elements => (long)Round(Outputs) * Math.Max(1, Inputs);

    /// <summary>Floats that the numbers take the room of: whole groups, so that what follows starts at a cache line, too.</summary>
    public long NumberFloats => (Elements / Element.OfAFloat) + (OutputGroup - 1) & -OutputGroup;

    /// <summary>Scales of the numbers: one an output and run of inputs that share it.</summary>
    public long Scales => Element.IsScaled ? (long)Round(Outputs) * ((Inputs + Element.Shared - 1) / Element.Shared) : 0;

    /// <summary>Floats that the tensor takes the room of.</summary>
    public long Floats => NumberFloats + Scales;

    /// <summary>The same in other numbers, unless it is a bias.</summary>
    public PackedTensor As(StoredNumber element) => Inputs == 0 ? this : this with { Element = element };

    /// <summary>Outputs rounded up to whole groups.</summary>
    public static int Round(int outputs) => (outputs + OutputGroup - 1) / OutputGroup * OutputGroup;
}
