using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Planning;

/// <summary>Plan of the gradients of weight tensors: rows of a tensor × vectors of its elements, summed over tokens. All layers share what is emitted.</summary>
internal sealed record WeightGradientPlan : SharedPlan
{
    /// <summary>Tokens that share one reading of a gradient. Whole folds, and as many as leave their operands in the first level of cache: 64 elements and 16 rows of 128 tokens are 40 KB.</summary>
    public const int TokenBlock = 4 * BackwardPlan.RowFold;

    /// <inheritdoc/>
    public override string ClassName => "WeightGradients";

    /// <summary>Register tiles of a width, vectors of elements × rows, most elements first: whole groups of 16.</summary>
    public static IReadOnlyList<TileShape> Tiles(VectorWidth width) => width.Bits switch
    {
        512 => [new(Vectors: 4, Columns: 4), new(Vectors: 1, Columns: 16)],
        256 => [new(Vectors: 2, Columns: 6)],
        _ => [new(Vectors: 4, Columns: 3)],
    };

    /// <summary>Groups of 16 elements that a tile takes.</summary>
    public static int Groups(VectorWidth width, TileShape shape) => shape.Vectors * width.Lanes / PackedTensor.OutputGroup;
}
