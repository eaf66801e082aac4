using SpanAttention;

namespace Training;

/// <summary>All weights of a model side by side, and what the optimizer keeps of each. Gradients lie as the weights do.</summary>
public sealed class TrainedWeights
{
    private readonly Dictionary<string, Range> ranges = new(StringComparer.Ordinal);
    private readonly float[] weights;
    private readonly float[] means;
    private readonly float[] squares;

    /// <summary>Weights of tensors, all 0.</summary>
    /// <param name="tensors">The tensors, in the order in which they lie.</param>
    /// <param name="optimizer">The optimizer, before its first step.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name.</exception>
    public TrainedWeights(IEnumerable<TrainedTensor> tensors, AdamW optimizer)
    {
        Tensors = [.. tensors];
        Optimizer = optimizer;
        int place = 0;
        foreach (TrainedTensor tensor in Tensors)
        {
            ranges.Add(tensor.Name, place..checked(place + tensor.Count));
            place += tensor.Count;
        }

        weights = new float[place];
        means = new float[place];
        squares = new float[place];
    }

    /// <summary>The tensors, in the order in which they lie.</summary>
    public IReadOnlyList<TrainedTensor> Tensors { get; }

    /// <summary>The optimizer; its steps are those of the training.</summary>
    public AdamW Optimizer { get; }

    /// <summary>Floats of all tensors.</summary>
    public int Count => weights.Length;

    /// <summary>All weights.</summary>
    public Memory<float> All => weights;

    /// <summary>The running means of gradients, as the weights lie.</summary>
    public Memory<float> Means => means;

    /// <summary>The running means of their squares.</summary>
    public Memory<float> Squares => squares;

    /// <summary>A tensor's weights.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Span<float> this[string name] => weights.AsSpan(RangeOf(name));

    /// <summary>Whether there is a tensor of a name.</summary>
    public bool Has(string name) => ranges.ContainsKey(name);

    /// <summary>The place of a tensor among all weights, and among their gradients.</summary>
    /// <param name="name">The tensor's name.</param>
    /// <exception cref="KeyNotFoundException">There is none of that name.</exception>
    public Range RangeOf(string name) => ranges[name];

    /// <summary>A step of the optimizer: gradients are clipped, then all tensors updated. Nothing is allocated.</summary>
    /// <param name="gradients">Gradients of all weights; those that are clipped are changed.</param>
    /// <param name="learningRate">The step's learning rate.</param>
    /// <param name="largestNorm">The largest norm that the gradients may have.</param>
    /// <returns>The norm that they had.</returns>
    /// <exception cref="InvalidOperationException">The norm is not finite; nothing is changed then.</exception>
    public double Step(Span<float> gradients, float learningRate, float largestNorm)
    {
        GradientNorm norm = default;
        norm.Add(gradients);
        GradientNorm.Scale(gradients, norm.FactorFor(largestNorm));
        Optimizer.NextStep();
        for (int index = 0; index < Tensors.Count; index++)
        {
            Range range = ranges[Tensors[index].Name];
            Optimizer.Update(weights.AsSpan(range), gradients[range], means.AsSpan(range), squares.AsSpan(range), learningRate, Tensors[index].Decays);
        }

        return norm.Value;
    }
}
