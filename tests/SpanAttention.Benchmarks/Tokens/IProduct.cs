namespace SpanAttention.Benchmarks.Tokens;

/// <summary>Inputs times a weight tensor.</summary>
internal interface IProduct
{
    /// <summary>[rows, width] to [rows, width].</summary>
    void Multiply(ReadOnlySpan<float> inputs, Span<float> outputs);
}
