namespace SpanAttention.Benchmarks.Onnx;

/// <summary>Sequences as ONNX Runtime takes them: each in as many tokens as the longest has, such as 32 texts of 39, the rest of them zero.</summary>
internal sealed class Padding(Workload workload)
{
    private readonly int sequenceLength = workload.QueryLength * workload.ModelDim;

    /// <summary>[sequences, T, model] from sequences side by side.</summary>
    public float[] Add(ReadOnlySpan<float> stream)
    {
        float[] padded = new float[workload.Lengths.Count * sequenceLength];
        int start = 0;
        for (int sequence = 0; sequence < workload.Lengths.Count; sequence++)
        {
            int length = workload.Lengths[sequence] * workload.ModelDim;
            stream.Slice(start, length).CopyTo(padded.AsSpan(sequence * sequenceLength));
            start += length;
        }

        return padded;
    }

    /// <summary>Sequences side by side from [sequences, T, model].</summary>
    public float[] Remove(float[] padded) =>
        [.. workload.Lengths.SelectMany((length, sequence) => padded.AsSpan(sequence * sequenceLength, length * workload.ModelDim).ToArray())];
}
