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

    public static LayerTensors Layer(Workload workload) => Layer(workload, new Random(Seed));

    public static FeedForwardTensors FeedForward(Workload workload) =>
        FeedForward(workload, Tensor(new Random(Seed), workload.Tokens * workload.ModelDim, deviation: 1), new Random(Seed + 1));

    public static BlockTensors Block(Workload workload) => Block(workload, new Random(Seed));

    /// <summary>A model of such blocks, each with weights of its own, and a text of so many tokens.</summary>
    public static ModelTensors Model(Workload block, int layers, int vocabulary, int tokens)
    {
        Random random = new(Seed);
        double deviation = 1 / Math.Sqrt(block.ModelDim);
        return new ModelTensors(
            [.. Enumerable.Range(0, layers).Select(_ => Block(block, random))],
            Tensor(random, block.ModelDim, deviation: 1),
            Tensor(random, block.ModelDim, deviation),
            Tensor(random, vocabulary * block.ModelDim, deviation),
            [.. Enumerable.Range(0, tokens).Select(_ => random.Next(vocabulary))]);
    }

    private static BlockTensors Block(Workload workload, Random random)
    {
        double deviation = 1 / Math.Sqrt(workload.ModelDim);
        return new BlockTensors(
            Layer(workload, random),
            Tensor(random, workload.QueryWidth, deviation),
            Tensor(random, workload.KeyWidth, deviation),
            Tensor(random, workload.KeyWidth, deviation),
            FeedForward(workload, [], random),
            Tensor(random, workload.ModelDim, deviation: 1),
            Tensor(random, workload.ModelDim, deviation),
            Tensor(random, workload.ModelDim, deviation: 1),
            Tensor(random, workload.ModelDim, deviation));
    }

    /// <summary>Tokens of MiniLM's vocabulary, sentence by sentence: each begins with [CLS] and ends with [SEP].</summary>
    public static long[] Sentences(Workload workload)
    {
        const int Begin = 101;
        const int End = 102;
        const int FirstWord = 1996;
        const int LastWord = 29611;

        Random random = new(Seed);
        return [.. workload.Lengths.SelectMany(length => Enumerable.Range(0, length - 2).Select(_ => random.NextInt64(FirstWord, LastWord)).Prepend(Begin).Append(End))];
    }

    private static FeedForwardTensors FeedForward(Workload workload, float[] inputs, Random random)
    {
        double upDeviation = 1 / Math.Sqrt(workload.ModelDim);
        double downDeviation = 1 / Math.Sqrt(workload.HiddenDim);
        return new FeedForwardTensors(
            inputs,
            Tensor(random, workload.HiddenDim * workload.ModelDim, upDeviation),
            Tensor(random, workload.HiddenDim, upDeviation),
            Tensor(random, workload.ModelDim * workload.HiddenDim, downDeviation),
            Tensor(random, workload.ModelDim, downDeviation));
    }

    private static LayerTensors Layer(Workload workload, Random random)
    {
        double deviation = 1 / Math.Sqrt(workload.ModelDim);
        return new LayerTensors(
            Tensor(random, (workload.CachedTokens + workload.Tokens) * workload.ModelDim, deviation: 1),
            Tensor(random, workload.QueryWidth * workload.ModelDim, deviation),
            Tensor(random, workload.KeyWidth * workload.ModelDim, deviation),
            Tensor(random, workload.KeyWidth * workload.ModelDim, deviation),
            Tensor(random, workload.ModelDim * workload.QueryWidth, deviation),
            Tensor(random, workload.ModelDim, deviation));
    }

    public static float[] Numbers(int count, double deviation) => Tensor(new Random(Seed), count, deviation);

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
