using System.Runtime.Intrinsics;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Measuring;

namespace SpanAttention.Benchmarks.Tokens;

/// <summary>The four products of a layer without what lies between them: what the layer's projections could take.</summary>
internal sealed class PackedProducts : TokenRoutine
{
    private readonly int width;
    private readonly float[] inputs;
    private readonly float[] projected;
    private readonly IProduct[] projections;
    private readonly IProduct output;

    public PackedProducts(int width, LayerTensors tensors)
        : base("four packed products")
    {
        this.width = width;
        inputs = tensors.Inputs;
        projected = new float[inputs.Length];
        projections = [Product(tensors.Key), Product(tensors.Value), Product(tensors.Query)];
        output = Product(tensors.Output);
    }

    /// <summary>The queries take the place of the contexts.</summary>
    public override void Run(int tokens, Span<float> destination)
    {
        Span<float> rows = projected.AsSpan(0, tokens * width);
        foreach (IProduct projection in projections)
        {
            projection.Multiply(inputs.AsSpan(0, tokens * width), rows);
        }

        output.Multiply(rows, destination);
    }

    private IProduct Product(float[] weight) => Arithmetic.Width switch
    {
        512 => new PackedProduct<Vector512<float>, Lanes512>(weight, width),
        256 => new PackedProduct<Vector256<float>, Lanes256>(weight, width),
        _ => new PackedProduct<Vector128<float>, Lanes128>(weight, width),
    };
}
