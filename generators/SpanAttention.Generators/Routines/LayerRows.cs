using SpanAttention.Generators.Kernel;

namespace SpanAttention.Generators.Routines;

/// <summary>Rows of a layer's tokens: their projections left them in lanes, and the next one wants them there. The operands are one block's.</summary>
internal sealed class LayerRows : RowSource
{
    public override string Parameters => "ref Operands operands, int head, ref float scratch";

    public override string Count => "operands.QueryLength";

    public override string FirstRow => "";

    public override string Queries => "ref float queries = ref Floats.At(ref operands.Query, head * HeadDim * RowGroup);";

    public override string Contexts => "ref float context = ref Floats.At(ref operands.Destination, head * ValueDim * RowGroup);";

    public override string Weights => "(nint)head * operands.Tokens * operands.KeyLength";

    public override string Last => "// context_i / sum_i";

    public override void WriteQueries(KernelWriter code) => code.Line();

    public override void WriteEmptyContext(KernelWriter code)
    {
        using (code.Block("for (int row = 0; row < rows; row += RowGroup)"))
        {
            code.Line("MemoryMarshal.CreateSpan(ref Floats.At(ref context, row * ContextWidth), ValueDim * RowGroup).Clear();");
        }
    }

    public override void WriteContexts(KernelWriter code, string dims, string destination) =>
        code.Line("Transpose.NormalizeGroups(ref context, ContextWidth * RowGroup, rows, ValueDim, ref rescale);");

    public override void WriteBlocks(KernelWriter code, string routine)
    {
        using (code.Block("for (int head = 0; head < Heads; head++)"))
        {
            code.Line($"{routine}(ref operands, head, ref scratch);");
        }
    }
}
