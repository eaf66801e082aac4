using GptModel;
using SpanAttention;

namespace GptTraining;

/// <summary>Bits that texts take by a model's probabilities: −log₂ of each token's, read as the compressor reads.</summary>
internal sealed class TextBits(Gpt model)
{
    private readonly GptReader reader = new(model, texts: 1);
    private readonly float[] states = new float[model.Shape.ContextLength * model.Shape.Dim];
    private readonly float[] logits = new float[model.Shape.ContextLength * model.Shape.Vocabulary];

    /// <summary>Bits a byte of all texts together.</summary>
    public static double PerByte(Gpt model, IReadOnlyList<byte[]> texts, int threads)
    {
        GptTokenizer tokenizer = GptTokenizer.For(model.Shape);
        double[] bits = new double[texts.Count];
        Parallel.For(
            0,
            texts.Count,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            () => new TextBits(model),
            (text, _, reading) =>
            {
                bits[text] = reading.Of(tokenizer.Encode(texts[text]));
                return reading;
            },
            static _ => { });
        return bits.Sum() / texts.Sum(static text => text.LongLength);
    }

    /// <summary>Bits of a text.</summary>
    public double Of(ReadOnlySpan<int> tokens)
    {
        int[] read = [model.Shape.Mark, .. tokens];
        double nats = 0;
        reader.Reset();
        for (int place = 0; place < tokens.Length;)
        {
            int count = Math.Min(reader.Room, tokens.Length - place);
            Span<float> rows = logits.AsSpan(0, count * model.Shape.Vocabulary);
            reader.Read(read.AsSpan(place, count), texts: 1, states.AsSpan(0, count * model.Shape.Dim));
            model.Logits(states.AsSpan(0, count * model.Shape.Dim), rows);
            nats += count * CrossEntropy.Mean(rows, tokens.Slice(place, count), rows);
            place += count;
        }

        return nats / Math.Log(2);
    }
}
