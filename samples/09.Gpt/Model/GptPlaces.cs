namespace GptModel;

/// <summary>The place of each tensor where all weights of a GPT lie side by side, in the order of <see cref="GptShape.Tensors"/>. Looking one up allocates nothing.</summary>
public sealed class GptPlaces
{
    private readonly Dictionary<string, Range> ranges = [];
    private readonly Dictionary<(int Layer, string Name), Range> layerRanges = [];

    /// <summary>The places in a model of a shape.</summary>
    public GptPlaces(GptShape shape)
    {
        foreach (GptTensor tensor in shape.Tensors())
        {
            Range range = Count..checked(Count + (int)tensor.Count);
            ranges.Add(tensor.Name, range);
            if (tensor.Name.Split('.', 3) is ["h", string layer, string name])
            {
                layerRanges.Add((int.Parse(layer), name), range);
            }

            Count = range.End.Value;
        }
    }

    /// <summary>Weights of the model.</summary>
    public int Count { get; }

    /// <summary>A tensor such as <c>wte.weight</c>.</summary>
    public Range this[string name] => ranges[name];

    /// <summary>A tensor of a block, such as <c>ln_1.weight</c>.</summary>
    public Range this[int layer, string name] => layerRanges[(layer, name)];
}
