using System.Numerics.Tensors;
using SpanAttention.Benchmarks.Data;
using SpanAttention.Benchmarks.Onnx;
using SpanAttention.WeightFiles;

namespace SpanAttention.Benchmarks.References;

/// <summary>The model of samples/08.Sentences in double, a sentence at a time.</summary>
internal sealed class DoubleMiniLm(Workload workload) : IDisposable
{
    private readonly OnnxFile file = OnnxFile.OpenResource(MiniLm.Package, MiniLm.Resources + "model.onnx");

    /// <summary>The mean of a sentence's tokens, of length 1.</summary>
    public double[] Vector(ReadOnlySpan<long> tokens)
    {
        Workload sentence = workload.Sequence(tokens.Length);
        double[] stream = LookUp(tokens);
        for (int index = 0; index < workload.Blocks; index++)
        {
            DoubleBlock block = new(sentence, Tensors($"encoder.layer.{index}."), stream);
            stream = [.. Enumerable.Range(0, tokens.Length).SelectMany(block.Row)];
        }

        double[] vector = new double[workload.ModelDim];
        for (int start = 0; start < stream.Length; start += vector.Length)
        {
            TensorPrimitives.Add(vector, stream.AsSpan(start, vector.Length), vector);
        }

        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<double>(vector), vector);
        return vector;
    }

    public void Dispose() => file.Dispose();

    private double[] LookUp(ReadOnlySpan<long> tokens)
    {
        int dim = workload.ModelDim;
        double[] stream = new double[tokens.Length * dim];
        double[] type = DoubleTensor.From(file["embeddings.token_type_embeddings.weight"].Floats()[..dim]);
        for (int token = 0; token < tokens.Length; token++)
        {
            Span<double> row = stream.AsSpan(token * dim, dim);
            TensorPrimitives.Add(Row("embeddings.word_embeddings.weight", (int)tokens[token]), Row("embeddings.position_embeddings.weight", token), row);
            TensorPrimitives.Add(row, type, row);
        }

        return new DoubleNorm(Vector("embeddings.LayerNorm.weight"), Vector("embeddings.LayerNorm.bias"), workload.Style.NormEpsilon).Apply(stream);
    }

    private double[] Row(string table, int index) => DoubleTensor.From(file[table].Floats().Slice(index * workload.ModelDim, workload.ModelDim));

    private BlockTensors Tensors(string layer) => new(
        new LayerTensors(
            [],
            Matrix(layer + "attention.self.query.bias"),
            Matrix(layer + "attention.self.key.bias"),
            Matrix(layer + "attention.self.value.bias"),
            Matrix(layer + "attention.output.dense.bias"),
            Vector(layer + "attention.output.dense.bias")),
        Vector(layer + "attention.self.query.bias"),
        Vector(layer + "attention.self.key.bias"),
        Vector(layer + "attention.self.value.bias"),
        new FeedForwardTensors(
            [],
            Matrix(layer + "intermediate.dense.bias"),
            Vector(layer + "intermediate.dense.bias"),
            Matrix(layer + "output.dense.bias"),
            Vector(layer + "output.dense.bias")),
        Vector(layer + "attention.output.LayerNorm.weight"),
        Vector(layer + "attention.output.LayerNorm.bias"),
        Vector(layer + "output.LayerNorm.weight"),
        Vector(layer + "output.LayerNorm.bias"));

    private float[] Vector(string name) => file[name].Floats().ToArray();

    /// <summary>[out, in], as references have it; the file has [in, out].</summary>
    private float[] Matrix(string bias)
    {
        WeightTensor matrix = file.MatrixOf(bias);
        return WeightOrder.Transpose(matrix.Floats().ToArray(), (int)matrix.Shape[1]);
    }
}
