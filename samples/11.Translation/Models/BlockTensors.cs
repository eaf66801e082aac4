using Training;

namespace Translation;

/// <summary>Tensors of a block's parts.</summary>
internal static class BlockTensors
{
    public static IEnumerable<TrainedTensor> Attention(string name, int dim) =>
        [new($"{name}.query", dim, dim), new($"{name}.key", dim, dim), new($"{name}.value", dim, dim), new($"{name}.output", dim, dim), new($"{name}.output.bias", dim)];

    public static IEnumerable<TrainedTensor> FeedForward(string name, int dim, int hidden) =>
        [new($"{name}.up", hidden, dim), new($"{name}.up.bias", hidden), new($"{name}.down", dim, hidden), new($"{name}.down.bias", dim)];
}
