using System.Runtime.InteropServices;
using Cluster.Model;
using GptModel;

namespace SpanAttention.Cluster.Tests;

/// <summary>The model cut at its attention has the bits of the model in one piece.</summary>
public sealed class SplitGptTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(200)]
    public void BlocksInPiecesAreBlocks(int tokens)
    {
        using GptWeights weights = GptWeights.Default();
        SplitGpt split = OneMachine.Split;
        int[] text = [.. Enumerable.Range(0, tokens).Select(static token => token * 37 % 251)];
        float[] stream = split.Embed(text, firstPosition: 0);
        float[] whole = [.. stream];
        for (int layer = 0; layer < split.Blocks.Count; layer++)
        {
            TokenHeads heads = split.Blocks[layer].Project(stream);
            AssertSame(split.Project(text, layer).Key, heads.Key);
            float[] contexts = new float[stream.Length];
            RangeAttention.Forward(heads.Query, heads.Key, heads.Value, contexts);
            split.Blocks[layer].Add(contexts, stream);
            ByteBlock.Create(weights, layer).Forward(whole);
            AssertSame(whole, stream);
        }
    }

    private static void AssertSame(float[] expected, float[] actual) => Assert.True(MemoryMarshal.AsBytes(expected.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual.AsSpan())));
}
