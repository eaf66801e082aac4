using System.Numerics;
using GptModel;

namespace SpanAttention.Samples.Tests.Models;

/// <summary>GPT-2 (Radford et al., "Language Models are Unsupervised Multitask Learners", 2019) in plain loops, one operation after the other, in any kind of number.</summary>
internal sealed class PlainGpt<T>(GptWeights weights, int heads)
    where T : IFloatingPointIeee754<T>
{
    private readonly Dictionary<string, T[]> tensors = weights.Shape.Tensors().ToDictionary(static tensor => tensor.Name, tensor => Array.ConvertAll(weights[tensor.Name].ToArray(), T.CreateChecked));
    private readonly GptShape shape = weights.Shape;
    private readonly List<T> looks = [];

    /// <summary>Attention weights of all that was read, [layers, rows, heads, row + 1].</summary>
    public IReadOnlyList<T> Looks => looks;

    /// <summary>Logits after each token, [tokens, vocabulary].</summary>
    public T[][] Logits(ReadOnlySpan<int> tokens)
    {
        T[][] stream = new T[tokens.Length][];
        for (int row = 0; row < stream.Length; row++)
        {
            stream[row] = Sum(Row("wte.weight", tokens[row]), Row("wpe.weight", row));
        }

        for (int layer = 0; layer < shape.Layers; layer++)
        {
            T[][] attended = Attention(layer, [.. stream.Select(token => Norm($"h.{layer}.ln_1", token))]);
            stream = [.. stream.Select((token, row) => Sum(token, attended[row]))];
            stream = [.. stream.Select(token => Sum(token, FeedForward(layer, Norm($"h.{layer}.ln_2", token))))];
        }

        return [.. stream.Select(token => Head(Norm("ln_f", token)))];
    }

    private T[][] Attention(int layer, T[][] inputs)
    {
        T[][] projected = [.. inputs.Select(input => Linear($"h.{layer}.attn.c_attn", input))];
        int headDim = shape.Dim / heads;
        T[][] contexts = [.. inputs.Select(_ => new T[shape.Dim])];
        for (int row = 0; row < inputs.Length; row++)
        {
            for (int head = 0; head < heads; head++)
            {
                int start = head * headDim;
                T[] scores = new T[row + 1];
                for (int key = 0; key <= row; key++)
                {
                    T sum = T.Zero;
                    for (int x = 0; x < headDim; x++)
                    {
                        sum += projected[row][start + x] * projected[key][shape.Dim + start + x];
                    }

                    scores[key] = sum / T.Sqrt(T.CreateChecked(headDim));
                }

                T largest = scores.Max()!;
                T[] exponentials = [.. scores.Select(score => T.Exp(score - largest))];
                T total = exponentials.Aggregate(static (sum, next) => sum + next);
                looks.AddRange(exponentials.Select(exponential => exponential / total));
                for (int key = 0; key <= row; key++)
                {
                    for (int x = 0; x < headDim; x++)
                    {
                        contexts[row][start + x] += exponentials[key] / total * projected[key][(2 * shape.Dim) + start + x];
                    }
                }
            }
        }

        return [.. contexts.Select(context => Linear($"h.{layer}.attn.c_proj", context))];
    }

    private T[] FeedForward(int layer, T[] input) => Linear($"h.{layer}.mlp.c_proj", [.. Linear($"h.{layer}.mlp.c_fc", input).Select(Gelu)]);

    private static T Gelu(T x)
    {
        T inner = T.Sqrt(T.CreateChecked(2) / T.Pi) * (x + (T.CreateChecked(0.044715) * x * x * x));
        return T.CreateChecked(0.5) * x * (T.One + T.Tanh(inner));
    }

    private T[] Norm(string name, T[] token)
    {
        T count = T.CreateChecked(token.Length);
        T mean = token.Aggregate(static (sum, next) => sum + next) / count;
        T variance = token.Select(x => (x - mean) * (x - mean)).Aggregate(static (sum, next) => sum + next) / count;
        T deviation = T.Sqrt(variance + T.CreateChecked(1e-5));
        return [.. token.Select((x, index) => ((x - mean) / deviation * tensors[name + ".weight"][index]) + tensors[name + ".bias"][index])];
    }

    /// <summary>bias + input · weight, where the weight is [input, output].</summary>
    private T[] Linear(string name, T[] input)
    {
        T[] weight = tensors[name + ".weight"];
        T[] output = [.. tensors[name + ".bias"]];
        for (int x = 0; x < input.Length; x++)
        {
            ReadOnlySpan<T> row = weight.AsSpan(x * output.Length, output.Length);
            for (int y = 0; y < output.Length; y++)
            {
                output[y] += input[x] * row[y];
            }
        }

        return output;
    }

    private T[] Head(T[] state)
    {
        T[] logits = new T[shape.Vocabulary];
        for (int token = 0; token < logits.Length; token++)
        {
            ReadOnlySpan<T> embedding = Row("wte.weight", token);
            for (int x = 0; x < state.Length; x++)
            {
                logits[token] += state[x] * embedding[x];
            }
        }

        return logits;
    }

    private Span<T> Row(string name, int row) => tensors[name].AsSpan(row * shape.Dim, shape.Dim);

    private static T[] Sum(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
    {
        T[] sum = new T[left.Length];
        for (int x = 0; x < sum.Length; x++)
        {
            sum[x] = left[x] + right[x];
        }

        return sum;
    }
}
