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

    /// <summary>Floats stored: whole groups of outputs, so that the next tensor starts at a cache line, too.</summary>
    public long Elements => (long)Round(Outputs) * Math.Max(1, Inputs);

    /// <summary>Outputs rounded up to whole groups.</summary>
    public static int Round(int outputs) => (outputs + OutputGroup - 1) / OutputGroup * OutputGroup;
}
