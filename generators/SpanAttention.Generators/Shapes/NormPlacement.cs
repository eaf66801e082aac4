namespace SpanAttention.Generators.Shapes;

/// <summary>Places of a block's norms, by the names and numbers of the attribute's property.</summary>
internal enum NormPlacement
{
    /// <summary>stream + f(norm(stream)).</summary>
    Pre,

    /// <summary>norm(stream + f(stream)).</summary>
    Post,

    /// <summary>stream + outputNorm(f(norm(stream))).</summary>
    Sandwich,

    /// <summary>stream + norm(f(stream)).</summary>
    AfterBranch,
}
