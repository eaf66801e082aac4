namespace SpanAttention;

/// <summary>Place of a block's norms, for each of its parts f, attention and feed-forward.</summary>
public enum NormPlacement
{
    /// <summary>stream + f(norm(stream)): GPT-2, Llama.</summary>
    Pre,

    /// <summary>norm(stream + f(stream)): BERT, the original transformer.</summary>
    Post,

    /// <summary>stream + outputNorm(f(norm(stream))): Gemma 2.</summary>
    Sandwich,

    /// <summary>stream + norm(f(stream)): OLMo 2.</summary>
    AfterBranch,
}
