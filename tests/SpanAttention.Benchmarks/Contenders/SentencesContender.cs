namespace SpanAttention.Benchmarks.Contenders;

/// <summary>A model that turns tokens of sentences into vectors, as many sentences a call as fit into so many tokens, and one at least.</summary>
internal sealed class SentencesContender(string name, Workload workload, long[] tokens, ISentenceModel model, int callTokens) : Contender(name)
{
    private readonly int[] lengths = [.. workload.Lengths];
    private readonly float[] vectors = new float[workload.OutputLength];

    public override ReadOnlySpan<float> Output => vectors;

    public override void Run(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            Embed();
        }
    }

    public override void Dispose() => (model as IDisposable)?.Dispose();

    private void Embed()
    {
        int token = 0;
        int count;
        for (int sentence = 0; sentence < lengths.Length; sentence += count)
        {
            int used = lengths[sentence];
            for (count = 1; sentence + count < lengths.Length && used + lengths[sentence + count] <= callTokens; count++)
            {
                used += lengths[sentence + count];
            }

            model.Embed(tokens.AsSpan(token, used), lengths.AsSpan(sentence, count), vectors.AsSpan(sentence * workload.ModelDim));
            token += used;
        }
    }
}
