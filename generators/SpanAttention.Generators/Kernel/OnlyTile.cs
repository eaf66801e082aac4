using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Kernel;

/// <summary>One tile that holds all keys: it starts where they start, and nothing is ever rescaled.</summary>
/// <param name="stored">The number as which keys and values are stored.</param>
internal sealed class OnlyTile(StoredNumber stored) : KeyTiles
{
    public override (string Name, string Argument)[] Positions => [];

    public override string LastKey => "keys - 1";

    public override string First => "0";

    public override string? Rescale => null;

    public override string RescaleFrom(string row) => "ref Unsafe.NullRef<float>()";

    public override string Start(TokenTensor tensor, string chunkStart = "") =>
        chunkStart.Length == 0 ? $"ref {tensor.Name}" : $"ref {stored.At}(ref {tensor.Name}, {chunkStart})";

    public override string OfRow(string row) => $"ref {row}";

    public override string OfFloats(string row) => $"ref {row}";

    public override void WriteFirst(KernelWriter code, string row)
    {
    }

    public override void Write(KernelWriter code, Action writeTile, bool even = false)
    {
        code.Line("int keys = visible; // all in one tile");
        writeTile();
    }

    protected override string InTile(string key) => key;
}
