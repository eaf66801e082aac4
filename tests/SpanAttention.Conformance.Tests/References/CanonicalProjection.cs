namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of projections, and of their gradients back to what they project.</summary>
public sealed class CanonicalProjection(CanonicalArithmetic arithmetic)
{
    /// <summary>Outputs of some tokens.</summary>
    public float[] Project(Projection projection, float[] inputs, int tokens)
    {
        float[] outputs = new float[tokens * projection.OutputDim];
        for (int token = 0; token < tokens; token++)
        {
            for (int output = 0; output < projection.OutputDim; output++)
            {
                outputs[(token * projection.OutputDim) + output] = Project(projection, inputs.AsSpan(token * projection.InputDim, projection.InputDim), output);
            }
        }

        return outputs;
    }

    /// <summary>Goes on with the sums of a token's gradients from those of its outputs.</summary>
    public void Return(Projection projection, ReadOnlySpan<float> outputGradients, Span<float> sums)
    {
        for (int x = 0; x < projection.InputDim; x++)
        {
            for (int output = 0; output < projection.OutputDim; output++)
            {
                sums[x] = arithmetic.MultiplyAdd(outputGradients[output], projection.Weight(output, x), sums[x]);
            }
        }
    }

    private float Project(Projection projection, ReadOnlySpan<float> input, int output)
    {
        float sum = 0;
        for (int x = 0; x < input.Length; x++)
        {
            sum = arithmetic.MultiplyAdd(input[x], projection.Weight(output, x), sum);
        }

        return projection.HasBias ? sum + projection.Bias(output) : sum;
    }
}
