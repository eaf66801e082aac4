using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Kernel;

/// <summary>What differs between calls of few query tokens, which share one reading of keys and values, and calls of more: one of the two, or a choice where both occur.</summary>
/// <param name="plan">The plan, which says which of them occur.</param>
/// <param name="queryLength">The variable that holds how many query tokens there are.</param>
internal sealed class FewOrMany(AttentionPlan plan, string queryLength = "operands.QueryLength")
{
    private readonly string isFew = $"{queryLength} <= SharedQueries";

    /// <summary>An expression.</summary>
    public string Choose(string few, string many) =>
        plan.Decode is null ? many : plan.AttendsBlocks ? $"{isFew} ? {few} : {many}" : few;

    /// <summary>Statements.</summary>
    public void Write(KernelWriter code, string few, string many)
    {
        if (plan.Decode is null || !plan.AttendsBlocks)
        {
            code.Line(plan.Decode is null ? many : few);
            return;
        }

        using (code.Block($"if ({isFew})"))
        {
            code.Line(few);
        }

        using (code.Block("else"))
        {
            code.Line(many);
        }
    }
}
