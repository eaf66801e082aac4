using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Options;

/// <summary>Operand that a score step reads beside the score, in both layouts of lanes.</summary>
/// <param name="Name">The vector that it reads, such as <c>pairBias</c>.</param>
/// <param name="RowsInLanes">How it comes to lanes that are query rows.</param>
/// <param name="KeysInLanes">How it comes to lanes that are keys.</param>
internal sealed record ScoreOperand(string Name, OperandSource RowsInLanes, OperandSource KeysInLanes)
{
    /// <summary>A float a pair of query and key, from a tile of them.</summary>
    public static readonly ScoreOperand PairBias = new(
        "pairBias",
        new("ref float", "bias", "ref float rowBias = ref Floats.At(ref bias, LanesOfRow);", "VectorN<float> pairBias = LanesN.Load(ref rowBias, j * RowGroup);"),
        new("ref float", "bias", "ref float rowBias = ref Floats.At(ref bias, row * KeyTile);", "VectorN<float> pairBias = LanesN.Load(ref rowBias, j);"));

    /// <summary>The head's slope, in all lanes.</summary>
    public static readonly ScoreOperand Slope = new(
        "slope",
        new("float", "headSlope", "VectorN<float> slope = LanesN.Fill(headSlope);", "") { Argument = "SlopeOf(head)" },
        new("int", "firstHead", "VectorN<float> slope = LanesN.Fill(SlopeOf(firstHead + (row % GroupSize)));", "") { Argument = "keyValueHead * GroupSize" });

    /// <summary>Positions of the query beyond the key, as lanes of int.</summary>
    public static readonly ScoreOperand Distance = new(
        "distance",
        new("int", "position", "VectorN<int> rowPosition = VectorN.Create(position + row) + VectorN.Create(LaneNumbers);", "VectorN<int> distance = rowPosition - VectorN.Create(j);"),
        new("int", "position", "VectorN<int> rowPosition = VectorN.Create(position + (row / GroupSize));", "VectorN<int> distance = rowPosition - keyPosition;"));

    /// <summary>A float a query, from a tensor of them that is a call's or the part of one from its first query on.</summary>
    /// <param name="tensor">The tensor, <c>[query tokens]</c>.</param>
    public static ScoreOperand OfQuery(string tensor)
    {
        string vector = "query" + Casing.Pascal(tensor);
        return new(
            vector,
            new("ref float", tensor, $"VectorN<float> {vector} = LanesN.Load(ref {tensor}, row);", ""),
            new("ref float", tensor, $"VectorN<float> {vector} = LanesN.Fill(Floats.At(ref {tensor}, row / GroupSize));", ""));
    }
}
