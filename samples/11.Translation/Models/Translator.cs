using SpanAttention;
using Training;

namespace Translation;

/// <summary>A model that translates: an encoder reads a sentence, and a decoder writes another, word by word.</summary>
/// <param name="name">Its name.</param>
/// <param name="weights">Its weights.</param>
/// <param name="steps">Steps of its training.</param>
internal abstract class Translator(string name, TrainedWeights weights, int steps)
{
    /// <summary>The most words that it writes beyond those of the sentence.</summary>
    protected const int MostWordsMore = 4;

    public string Name => name;

    public TrainedWeights Weights => weights;

    /// <summary>Steps after which it gets no better by much.</summary>
    public int Steps => steps;

    private string FileName => name.Replace(' ', '-') + ".safetensors";

    /// <summary>Takes over weights that have changed.</summary>
    public abstract void Load();

    /// <summary>Writes the weights to a folder, in the file of the model's name.</summary>
    public void Save(string folder) => WeightsFile.Save(Path.Combine(folder, FileName), weights);

    /// <summary>Reads them from there.</summary>
    public void Read(string folder)
    {
        WeightsFile.Read(Path.Combine(folder, FileName), weights);
        Load();
    }

    /// <summary>What one thread needs to learn from batches of so many sentences.</summary>
    public abstract ITranslationPass CreatePass(int sentences);

    /// <summary>Translates the sentences of a batch, each word the likeliest after those before it.</summary>
    public abstract IReadOnlyList<IReadOnlyList<int>> Translate(SentenceBatch batch);

    /// <summary>Where it looked as it wrote each word of a sentence, [target tokens, source tokens]; empty for a model that looks nowhere.</summary>
    public abstract float[] Look(SentencePair pair);

    /// <summary>Fills weights before training: norms 1, biases 0, all else drawn evenly with a deviation of 1 / √inputs.</summary>
    protected static TrainedWeights Draw(IEnumerable<TrainedTensor> tensors, ulong seed)
    {
        TrainedWeights weights = new(tensors, new AdamW(beta2: 0.98, weightDecay: 0.01));
        SplitMix64 random = new(seed);
        foreach (TrainedTensor tensor in weights.Tensors)
        {
            Span<float> numbers = weights[tensor.Name];
            if (tensor.Shape.Length == 1 && !tensor.Name.EndsWith(".scale", StringComparison.Ordinal))
            {
                numbers.Fill(tensor.Name.EndsWith(".norm", StringComparison.Ordinal) ? 1 : 0);
                continue;
            }

            float bound = MathF.Sqrt(3f / tensor.Shape[^1]);
            foreach (ref float number in numbers)
            {
                number = bound * (float)((2 * random.NextUnit()) - 1);
            }
        }

        return weights;
    }

    /// <summary>The likeliest word of each row of logits.</summary>
    protected static int Likeliest(ReadOnlySpan<float> logits)
    {
        int best = 0;
        for (int word = 1; word < logits.Length; word++)
        {
            best = logits[word] > logits[best] ? word : best;
        }

        return best;
    }

    protected static void Add(ReadOnlySpan<float> numbers, Span<float> sums)
    {
        for (int index = 0; index < numbers.Length; index++)
        {
            sums[index] += numbers[index];
        }
    }
}
