using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Rows of the caller's queries: a block is turned into lanes in scratch, and its contexts are turned back.</summary>
internal sealed class CallerRows(AttentionPlan plan) : RowSource
{
    public override string Parameters => "ref Operands operands, int head, int firstRow, ref float scratch";

    public override string Count => "Math.Min(QueryBlock, operands.QueryLength - firstRow)";

    public override string FirstRow => " + firstRow";

    public override string Queries => $"ref float query = ref Floats.At(ref operands.Query, {Address.Query(plan.Spec)});" + OfWorkspace("queries", "QueryLanesOffset");

    public override string Contexts => $"ref float destination = ref Floats.At(ref operands.Destination, {Address.Destination(plan.Spec)});" + (plan.ContextsInRows ? "" : OfWorkspace("context", "ContextLanesOffset"));

    public override string Weights => $"(((nint)head * {(plan.Spec.Layer is null ? "operands.QueryLength" : "operands.Tokens")}) + firstRow) * operands.KeyLength";

    public override string Last => "// context_i / sum_i, lanes turned back into rows";

    /// <summary>A layer's lanes lie in its workspace.</summary>
    private string OfWorkspace(string name, string offset) => plan.Spec.Layer is null ? "" : $"\nref float {name} = ref operands.Region({offset});";

    public override void WriteQueries(KernelWriter code)
    {
        if (!plan.ChunksQueries)
        {
            code.Line("""

                // queries[x, i] = query_i[x]: every row a vector lane, 16 rows side by side
                Transpose.ToGroups(ref query, QueryTokenStride, rows, HeadDim, ref queries, HeadDim * RowGroup);
                """);
        }

        code.Line();
    }

    public override void WriteEmptyContext(KernelWriter code) => code.Line($"MemoryMarshal.CreateSpan(ref context, {Groups.ContextSteps(plan)} * QueryBlock).Clear();");

    public override void WriteContexts(KernelWriter code, string dims, string destination) =>
        code.Line($"Transpose.FromGroups(ref context, {Groups.ContextSteps(plan)} * RowGroup, rows, {dims}, ref rescale, {destination}, ContextTokenStride);");

    public override void WriteBlocks(KernelWriter code, string routine)
    {
        using (code.Block("for (int head = 0; head < Heads; head++)"))
        using (code.Block("for (int firstRow = 0; firstRow < operands.QueryLength; firstRow += QueryBlock)"))
        {
            code.Line($"{routine}(ref operands, head, firstRow, ref scratch);");
        }
    }
}
