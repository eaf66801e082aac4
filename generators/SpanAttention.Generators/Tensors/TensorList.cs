namespace SpanAttention.Generators.Tensors;

/// <summary>Several tensors, as parameters and as arguments.</summary>
internal static class TensorList
{
    /// <summary>As parameters: <c>ReadOnlySpan&lt;float&gt; query, Span&lt;float&gt; destination</c>.</summary>
    public static string Spans(this IEnumerable<Tensor> tensors) => string.Join(", ", tensors.Select(static tensor => tensor.Span));

    /// <summary>The same in memory that other threads may read.</summary>
    public static string Memories(this IEnumerable<Tensor> tensors) => string.Join(", ", tensors.Select(static tensor => tensor.Memory));

    /// <summary>As arguments: <c>query, destination</c>.</summary>
    public static string Names(this IEnumerable<Tensor> tensors) => string.Join(", ", tensors.Select(static tensor => tensor.Name));

    /// <summary>The tensors of floats, which a result may not overlap.</summary>
    public static IEnumerable<Tensor> Floats(this IEnumerable<Tensor> tensors) => tensors.Where(static tensor => tensor.Element == "float");
}
