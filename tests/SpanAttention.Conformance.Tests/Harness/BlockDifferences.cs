using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares every member of an emitted transformer block with the scalar reference, bit for bit: tokens at once, padded, and in chunks through a cache.</summary>
public static class BlockDifferences
{
    public static IReadOnlyList<string> Of(ICompiledBlock compiled, BlockTrial trial, DataKind kind)
    {
        LayerTensors attention = trial.AttentionTensors(kind);
        Dictionary<string, float[]> feedForward = trial.FeedForwardTensors(kind);
        Dictionary<string, float[]> norms = trial.Norms(kind);
        ICompiledBlock block = compiled.Create(name => Tensor(name, attention, feedForward, norms));
        LayerInputs inputs = trial.Inputs(kind);
        float[] expected = new CanonicalBlock(CanonicalArithmetic.Running, trial.Declaration, attention, feedForward, norms).Forward(inputs);
        LayerOperands operands = LayerOperands.Of(inputs);
        List<string?> differences = [Difference("Forward with tokenCount", expected, inputs, stream => block.Forward(stream, operands, inputs.TokenCount))];
        if (inputs.TokenCount == inputs.KeyLength)
        {
            differences.Add(Difference("Forward", expected, inputs, stream => block.Forward(stream, operands)));
        }

        if (trial.Chunks.Count > 0)
        {
            differences.Add(Difference("Forward through a cache", expected, inputs, stream => InChunks(block, trial, inputs, stream)));
        }

        return [.. differences.OfType<string>()];
    }

    private static float[] Tensor(string name, LayerTensors attention, Dictionary<string, float[]> feedForward, Dictionary<string, float[]> norms) => name.Split('.') switch
    {
        ["Attention", string tensor] => attention.Of(tensor),
        [_, string tensor] => feedForward[tensor],
        _ => norms[name],
    };

    private static void InChunks(ICompiledBlock block, BlockTrial trial, LayerInputs inputs, Span<float> stream)
    {
        KeyValueCache cache = block.CreateCache();
        int dim = trial.Declaration.Attention.InputDim;
        foreach (int chunk in trial.Chunks)
        {
            int first = cache.Count;
            block.Forward(stream.Slice(first * dim, chunk * dim), LayerOperands.Of(inputs.Chunk(trial.Declaration.Attention, first, chunk)), cache);
        }
    }

    private static string? Difference(string name, float[] expected, LayerInputs inputs, Action<float[]> forward)
    {
        float[] stream = [.. inputs.Inputs];
        forward(stream);
        return Bits.Difference(name, expected, stream);
    }
}
