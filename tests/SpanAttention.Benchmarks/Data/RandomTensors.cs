namespace SpanAttention.Benchmarks.Data;

/// <summary>Numbers of mean 0 and a given deviation, the same in every run.</summary>
internal static class RandomTensors
{
    private const int Seed = 20260101;

    public static AttentionData Attention(Workload workload)
    {
        Random random = new(Seed);
        float[] query = Tensor(random, workload.QueryLength * workload.QueryWidth, deviation: 1);
        return workload.IsSelfAttention
            ? new AttentionData(workload.Layout, query, query, query)
            : new AttentionData(
                workload.Layout,
                query,
                Tensor(random, workload.KeyLength * workload.KeyWidth, deviation: 1),
                Tensor(random, workload.KeyLength * workload.KeyWidth, deviation: 1));
    }

    public static LayerTensors Layer(Workload workload)
    {
        Random random = new(Seed);
        double deviation = 1 / Math.Sqrt(workload.ModelDim);
        return new LayerTensors(
            Tensor(random, workload.KeyLength * workload.ModelDim, deviation: 1),
            Tensor(random, workload.QueryWidth * workload.ModelDim, deviation),
            Tensor(random, workload.KeyWidth * workload.ModelDim, deviation),
            Tensor(random, workload.KeyWidth * workload.ModelDim, deviation),
            Tensor(random, workload.ModelDim * workload.QueryWidth, deviation),
            Tensor(random, workload.ModelDim, deviation));
    }

    private static float[] Tensor(Random random, int length, double deviation)
    {
        float[] values = new float[length];
        float width = (float)(Math.Sqrt(12) * deviation);
        for (int i = 0; i < length; i++)
        {
            values[i] = (random.NextSingle() - 0.5f) * width;
        }

        return values;
    }
}
