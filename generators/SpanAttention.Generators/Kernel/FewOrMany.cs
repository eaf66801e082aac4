using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Kernel;

/// <summary>What differs between calls of few query tokens, which share one reading of keys and values, and calls of more: one of the two, or a choice where both occur.</summary>
/// <param name="plan">The plan, which says which of them occur.</param>
internal sealed class FewOrMany(AttentionPlan plan)
{
    private const string Few = "operands.QueryLength <= SharedQueries";

    /// <summary>An expression.</summary>
    public string Choose(string few, string many, string condition = Few) =>
        plan.Decode is null ? many : plan.AttendsBlocks ? $"{condition} ? {few} : {many}" : few;

    /// <summary>Statements.</summary>
    public void Write(KernelWriter code, string few, string many)
    {
        if (plan.Decode is null || !plan.AttendsBlocks)
        {
            code.Line(plan.Decode is null ? many : few);
            return;
        }

        using (code.Block($"if ({Few})"))
        {
            code.Line(few);
        }

        using (code.Block("else"))
        {
            code.Line(many);
        }
    }
}
