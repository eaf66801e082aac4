using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares a layer that gets its tokens in chunks, through a cache, with the scalar reference on all of them at once, bit for bit.</summary>
public static class CacheBits
{
    public static IEnumerable<string> Differences(ICompiledLayer compiled, ChunkedTrial trial, DataKind kind)
    {
        // Poison in weights would be in every token.
        LayerTensors tensors = trial.Layer.Tensors(kind == DataKind.Contagion ? DataKind.Ordinary : kind);
        return Differences(compiled, trial.Layer.Declaration, tensors, trial.Layer.Inputs(kind), trial.Chunks);
    }

    public static IEnumerable<string> Differences(ICompiledLayer compiled, LayerDeclaration declaration, LayerTensors tensors, LayerInputs inputs, IReadOnlyList<int> chunks)
    {
        CanonicalLayer reference = new(CanonicalArithmetic.Running, declaration, tensors);
        float[] outputs = reference.Forward(inputs);
        float[] weights = reference.AttentionWeights(inputs);
        ICompiledLayer layer = compiled.Create(tensors);
        KeyValueCache cache = layer.CreateCache();
        foreach (int chunk in chunks)
        {
            int first = cache.Count;
            LayerOperands operands = LayerOperands.Of(inputs.Chunk(declaration, first, chunk));
            float[] chunkWeights = Bits.NewDestination(declaration.Heads * chunk * (first + chunk));
            DirtyWorkspace.Spread(layer.WorkspaceBytes(chunk));
            layer.AttentionWeights(operands, cache, chunkWeights);
            float[] expected = outputs[(first * declaration.OutputDim)..((first + chunk) * declaration.OutputDim)];
            float[] residual = Bits.Residual(expected.Length);
            float[] sums = Bits.NewDestination(expected.Length);
            DirtyWorkspace.Spread(layer.WorkspaceBytes(chunk));
            layer.ForwardAdd(operands, Copied(layer, cache), residual, sums);
            float[] chunkOutputs = Bits.NewDestination(expected.Length);
            DirtyWorkspace.Spread(layer.WorkspaceBytes(chunk));
            layer.Forward(operands, cache, chunkOutputs);
            string?[] differences =
            [
                Bits.Difference($"AttentionWeights of tokens from {first} on", PairTensor.Chunk(weights, inputs.QueryLength, inputs.KeyLength, first, chunk), chunkWeights),
                Bits.Difference($"Forward of tokens from {first} on", expected, chunkOutputs),
                Bits.Difference($"ForwardAdd of tokens from {first} on", Bits.Sum(residual, expected), sums),
                cache.Count == first + chunk ? null : $"Count is {cache.Count} after {first + chunk} tokens",
            ];
            foreach (string difference in differences.OfType<string>())
            {
                yield return difference;
            }
        }
    }

    private static KeyValueCache Copied(ICompiledLayer layer, KeyValueCache cache)
    {
        KeyValueCache copy = layer.CreateCache();
        cache.CopyTo(copy);
        return copy;
    }
}
