using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Kernel;

/// <summary>Calls of few query tokens, which share one reading of keys and values, and calls of more: the text for one of them, or a choice where both occur.</summary>
/// <param name="plan">The plan, which says which of them occur.</param>
/// <param name="queryLength">The variable that holds how many query tokens there are.</param>
internal sealed class FewOrMany(AttentionPlan plan, string queryLength = "operands.QueryLength")
{
    private readonly string? isFew = plan.Decode is not null && plan.AttendsBlocks ? $"{queryLength} <= SharedQueries" : null;

    /// <summary>An expression.</summary>
    public string Choose(string few, string many) => isFew is null ? Only(few, many) : $"{isFew} ? {few} : {many}";

    /// <summary>Statements.</summary>
    public void Write(KernelWriter code, string few, string many)
    {
        if (isFew is null)
        {
            code.Line(Only(few, many));
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

    /// <summary>Methods, one for each that occurs.</summary>
    public void WriteMethods(KernelWriter code, Action writeFew, Action writeMany)
    {
        if (isFew is null)
        {
            Only(writeFew, writeMany)();
            return;
        }

        writeFew();
        code.Line();
        writeMany();
    }

    private T Only<T>(T few, T many) => plan.Decode is null ? many : few;
}
