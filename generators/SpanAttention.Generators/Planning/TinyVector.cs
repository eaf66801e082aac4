namespace SpanAttention.Generators.Planning;

/// <summary>The rows that one straight-line method attends, each a lane.</summary>
/// <param name="Width">The vector register.</param>
/// <param name="FirstRow">The row in lane 0.</param>
/// <param name="Rows">Rows; other lanes are idle.</param>
/// <param name="FirstPosition">The position of lane 0 among the keys; every key is visible where it is not causal.</param>
/// <param name="Keys">Keys that some row sees.</param>
internal sealed record TinyVector(VectorWidth Width, int FirstRow, int Rows, int FirstPosition, int Keys)
{
    /// <summary>Tells whether some row does not see the key.</summary>
    public bool Hides(int key) => Distance(key) > 0;

    /// <summary>Positions of the key beyond lane 0: lane i sees it iff i ≥ distance.</summary>
    public int Distance(int key) => key - FirstPosition;
}
