namespace SpanAttention;

/// <summary>The order of the axes of a layer's weight tensors.</summary>
public enum WeightLayout
{
    /// <summary><c>[out, in]</c>: PyTorch's nn.Linear and safetensors files.</summary>
    OutputByInput,

    /// <summary><c>[in, out]</c>: x · W as it is written on paper, and GPT-2's Conv1D.</summary>
    InputByOutput,
}
