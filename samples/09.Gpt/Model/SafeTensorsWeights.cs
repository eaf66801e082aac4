using System.Text.RegularExpressions;
using SpanAttention.WeightFiles;

namespace GptModel;

/// <summary>Weights in a safetensors file with the names of Hugging Face's GPT-2, which may begin with <c>transformer.</c>. The file is mapped into memory; Half and BFloat16 are widened.</summary>
public sealed partial class SafeTensorsWeights : GptWeights
{
    private const string Prefix = "transformer.";
    private const string Embeddings = "wte.weight";
    private const string Head = "lm_head.weight";
    private readonly SafeTensorsFile file;
    private readonly string prefix;
    private readonly Dictionary<string, long[]> shapes;

    /// <summary>Opens a file. Sizes of the model are those of its tensors.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">It is damaged, a tensor is missing or of another shape, or it is of another model.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public SafeTensorsWeights(string path)
        : this(SafeTensorsFile.Open(path), $"from {Path.GetFileName(path)}")
    {
    }

    /// <summary>Takes a file, and closes it when it is disposed of.</summary>
    /// <param name="file">The file.</param>
    /// <param name="source">Where it comes from, in words.</param>
    internal SafeTensorsWeights(SafeTensorsFile file, string source)
    {
        this.file = file;
        Source = source;
        try
        {
            prefix = file.TryGetTensor(Prefix + Embeddings, out _) ? Prefix : "";
            Shape = ReadShape();
            shapes = Shape.Tensors().ToDictionary(static tensor => tensor.Name, static tensor => tensor.Shape);
            CheckTensors();
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public override GptShape Shape { get; }

    /// <inheritdoc/>
    public override string Source { get; }

    /// <inheritdoc/>
    public override ReadOnlySpan<float> this[string name] => file.Floats(prefix + name, shapes[name]);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing) => file.Dispose();

    private GptShape ReadShape()
    {
        (int vocabulary, int dim) = Matrix(Embeddings);
        (int contextLength, _) = Matrix("wpe.weight");
        (_, int hiddenDim) = Matrix("h.0.mlp.c_fc.weight");
        return new(vocabulary, contextLength, dim, hiddenDim, file.Tensors.Count(tensor => FirstOfLayer().IsMatch(NameOf(tensor))));
    }

    private (int Rows, int Columns) Matrix(string name)
    {
        WeightTensor tensor = file[prefix + name];
        return tensor.Shape is [> 0 and <= int.MaxValue, > 0 and <= int.MaxValue]
            ? ((int)tensor.Shape[0], (int)tensor.Shape[1])
            : throw new InvalidDataException($"{tensor} is no matrix; it says what size the model has.");
    }

    /// <summary>All tensors of the model are there, and no others but what files also hold: the mask of each layer, and the embeddings once more as the head.</summary>
    private void CheckTensors()
    {
        foreach (WeightTensor tensor in file.Tensors)
        {
            string name = NameOf(tensor);
            if (name == Head)
            {
                CheckHead(tensor);
            }
            else if (!shapes.ContainsKey(name) && !MaskOfLayer().IsMatch(name))
            {
                throw new InvalidDataException($"{tensor} belongs to no GPT-2 of {Shape}.");
            }
        }

        foreach ((string name, long[] shape) in shapes)
        {
            WeightTensor tensor = file[prefix + name];
            if (tensor.Element is not (TensorElement.Single or TensorElement.Half or TensorElement.BFloat16) || !tensor.Shape.SequenceEqual(shape))
            {
                throw new InvalidDataException($"{tensor} should be {new GptTensor(name, shape)}, of Single, Half or BFloat16.");
            }
        }
    }

    private void CheckHead(WeightTensor head)
    {
        WeightTensor embeddings = file[prefix + Embeddings];
        if (!head.Bytes.SequenceEqual(embeddings.Bytes))
        {
            throw new InvalidDataException($"{head} differs from {embeddings}; the head of this model has the weights of its embeddings.");
        }
    }

    private string NameOf(WeightTensor tensor) => tensor.Name.StartsWith(prefix, StringComparison.Ordinal) ? tensor.Name[prefix.Length..] : tensor.Name;

    [GeneratedRegex(@"^h\.\d+\.ln_1\.weight$")]
    private static partial Regex FirstOfLayer();

    [GeneratedRegex(@"^h\.\d+\.attn\.(masked_)?bias$")]
    private static partial Regex MaskOfLayer();
}
