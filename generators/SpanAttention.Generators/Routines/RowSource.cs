using SpanAttention.Generators.Kernel;
using SpanAttention.Generators.Planning;

namespace SpanAttention.Generators.Routines;

/// <summary>Source of a block's rows, and where their results go: the caller's tensors, or the workspace of a layer, whose rows are vector lanes already.</summary>
internal abstract class RowSource
{
    /// <summary>Parameters of a routine over one block.</summary>
    public abstract string Parameters { get; }

    /// <summary>The block's rows, as an expression.</summary>
    public abstract string Count { get; }

    /// <summary>The block's first row, to be added to what counts from the call's first; empty for none.</summary>
    public abstract string FirstRow { get; }

    /// <summary>The line that names the block's queries.</summary>
    public abstract string Queries { get; }

    /// <summary>The line that names where contexts grow, or where they go.</summary>
    public abstract string Contexts { get; }

    /// <summary>Start of the block's weights.</summary>
    public abstract string Weights { get; }

    /// <summary>The comment on the last step of contexts.</summary>
    public abstract string Last { get; }

    public static RowSource Of(AttentionPlan plan) => new CallerRows(plan);

    /// <summary>Makes queries lanes, where they are none.</summary>
    public abstract void WriteQueries(KernelWriter code);

    /// <summary>Contexts before any key.</summary>
    public abstract void WriteEmptyContext(KernelWriter code);

    /// <summary>Contexts, normalized, to where they go.</summary>
    public abstract void WriteContexts(KernelWriter code, string dims, string destination);

    /// <summary>A routine for every head and block of rows.</summary>
    public abstract void WriteBlocks(KernelWriter code, string routine);
}
