using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Rows of a block's queries, the caller's or those that a layer projected: they are transposed into lanes, and contexts that grow there are transposed back.</summary>
internal sealed class CallerRows(AttentionPlan plan)
{
    /// <summary>Parameters of a routine over one block.</summary>
    public const string Parameters = "ref Operands operands, int head, int firstRow, ref float scratch";

    /// <summary>The block's rows, as an expression.</summary>
    public const string Count = "Math.Min(QueryBlock, operands.QueryLength - firstRow)";

    /// <summary>The lines that name the block's queries, and where a layer's lanes of them are.</summary>
    public string Queries => $"ref float query = ref Floats.At(ref operands.Query, {Address.Query(plan.Spec)});" + OfWorkspace("queries", "QueryLanesOffset");

    /// <summary>The lines that name where contexts go, and where lanes of them grow.</summary>
    public string Contexts => $"ref float destination = ref Floats.At(ref operands.Destination, {Address.Destination(plan.Spec)});" + (plan.ContextsInRows ? "" : OfWorkspace("context", "ContextLanesOffset"));

    /// <summary>Start of the block's weights.</summary>
    public string Weights => $"(((nint)head * {(plan.Spec.Layer is null ? "operands.QueryLength" : "operands.Tokens")}) + firstRow) * operands.KeyLength";

    /// <summary>A layer's lanes lie in its workspace.</summary>
    private string OfWorkspace(string name, string offset) => plan.Spec.Layer is null ? "" : $"\nref float {name} = ref operands.Region({offset});";

    /// <summary>Makes queries lanes.</summary>
    public void WriteQueries(KernelWriter code)
    {
        if (plan.QueryChunks is null)
        {
            code.Line("""

                // queries[x, i] = query_i[x]: every row a vector lane, 16 rows side by side
                Transpose.ToGroups(ref query, QueryTokenStride, rows, HeadDim, ref queries, HeadDim * RowGroup);
                """);
        }

        code.Line();
    }

    /// <summary>Contexts before any key.</summary>
    public void WriteEmptyContext(KernelWriter code) => code.Line($"MemoryMarshal.CreateSpan(ref context, {Groups.ContextSteps(plan)} * QueryBlock).Clear();");

    /// <summary>Contexts to where they go, times a factor each where one is given.</summary>
    public void WriteContexts(KernelWriter code, string dims, string destination, string factor) =>
        code.Line($"Transpose.FromGroups(ref context, {Groups.ContextSteps(plan)} * RowGroup, rows, {dims}, {factor}{destination}, ContextTokenStride);");

    /// <summary>A call of a routine for every head and block of rows.</summary>
    public void WriteBlocks(KernelWriter code, string routine)
    {
        using (code.Block("for (int head = 0; head < Heads; head++)"))
        {
            if (plan.IsOneBlock)
            {
                code.Line($"{routine}(ref operands, head, firstRow: 0, ref scratch);");
                return;
            }

            using (code.Block("for (int firstRow = 0; firstRow < operands.QueryLength; firstRow += QueryBlock)"))
            {
                code.Line($"{routine}(ref operands, head, firstRow, ref scratch);");
            }
        }
    }
}
