using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Kernel;

/// <summary>Tiles of 64 keys one after the other, from the first that some row sees.</summary>
/// <param name="spec">The declared attention.</param>
internal sealed class TileByTile(AttentionSpec spec) : KeyTiles
{
    public override (string Name, string Argument)[] Positions => [("position", "position - tile"), ("edge", "edge - tile")];

    public override string LastKey => "tile + keys - 1";

    public override string First => spec.LeftWindow is null ? "0" : "firstTile";

    public override string? Rescale => "rescale";

    /// <summary>The tile's place among the keys that are kept.</summary>
    private string Place => spec.HasRing ? "place" : "tile";

    public override string RescaleFrom(string row) => row == "0" ? "ref rescale" : $"ref Floats.At(ref rescale, {row})";

    public override string Start(TokenTensor tensor, string chunkStart = "") => chunkStart.Length == 0
        ? $"ref {spec.Stored.At}(ref {tensor.Name}, (nint){Place} * {tensor.Stride})"
        : $"ref {spec.Stored.At}(ref {tensor.Name}, ((nint){Place} * {tensor.Stride}) + {chunkStart})";

    public override string OfRow(string row) => $"ref Unsafe.Add(ref {row}, tile)";

    public override string OfFloats(string row) => $"ref Floats.At(ref {row}, tile)";

    public override void WriteFirst(KernelWriter code, string row)
    {
        if (spec.LeftWindow is not null)
        {
            code.Line($"int firstTile = (int)Math.Clamp((long)position - LeftWindow, 0, visible) & -KeyTile; // with keys that the first {row} sees");
        }
    }

    public override void Write(KernelWriter code, Action writeTile, bool even = false)
    {
        using (code.Block($"for (int tile = {First}; {(even ? $"tile == {First} || " : "")}tile < visible; tile += KeyTile)"))
        {
            code.Line("int keys = Math.Min(KeyTile, visible - tile);");
            if (spec.HasRing)
            {
                code.Line("int place = tile % operands.KeyCapacity; // where the ring keeps the tile");
            }

            writeTile();
        }
    }

    protected override string InTile(string key) => $"{key} - tile";
}
