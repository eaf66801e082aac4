using System.Diagnostics.CodeAnalysis;

namespace SpanAttention.WeightFiles;

/// <summary>A file of named tensors, which are read where they lie. Disposing of it takes the file out of memory, and spans of its tensors must not be used after that.</summary>
public abstract class WeightFile : IDisposable
{
    private readonly Dictionary<string, WeightTensor> byName;

    private protected WeightFile(FileBytes bytes, IReadOnlyList<WeightTensor> tensors)
    {
        Bytes = bytes;
        Tensors = tensors;
        byName = tensors.ToDictionary(static tensor => tensor.Name, StringComparer.Ordinal);
    }

    /// <summary>All tensors, in the order in which they lie in the file.</summary>
    public IReadOnlyList<WeightTensor> Tensors { get; }

    internal FileBytes Bytes { get; }

    /// <summary>A tensor.</summary>
    /// <param name="name">Its name, such as <c>wte.weight</c>.</param>
    /// <exception cref="InvalidDataException">The file has none of that name.</exception>
    public WeightTensor this[string name] => TryGetTensor(name, out WeightTensor? tensor) ? tensor : throw Bytes.Damaged($"there is no tensor {name} among its {Tensors.Count}.");

    /// <summary>Looks for a tensor.</summary>
    /// <param name="name">Its name, such as <c>lm_head.weight</c>.</param>
    /// <param name="tensor">The tensor, where there is one of that name.</param>
    public bool TryGetTensor(string name, [NotNullWhen(true)] out WeightTensor? tensor) => byName.TryGetValue(name, out tensor);

    /// <summary>A tensor of the shape that a model has for it, as floats: in place where they are <see cref="TensorElement.Single"/>, else widened into a new array.</summary>
    /// <param name="name">The tensor's name, such as <c>wte.weight</c>.</param>
    /// <param name="shape">The shape that it must have, such as 50257, 768.</param>
    /// <exception cref="InvalidDataException">The file has none of that name, or its shape is another one.</exception>
    /// <exception cref="InvalidOperationException">The elements are neither <see cref="TensorElement.Single"/> nor <see cref="TensorElement.Half"/> nor <see cref="TensorElement.BFloat16"/>.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public ReadOnlySpan<float> Floats(string name, params ReadOnlySpan<long> shape)
    {
        WeightTensor tensor = this[name];
        if (!tensor.Shape.SequenceEqual(shape))
        {
            throw Bytes.Damaged($"tensor {name} is {TensorShape.Words(tensor.Shape)}; {TensorShape.Words(shape)} is needed.");
        }

        return tensor.Floats();
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Closes the file.</summary>
    /// <param name="disposing">Whether that is asked for.</param>
    protected virtual void Dispose(bool disposing)
    {
        if (disposing)
        {
            Bytes.Dispose();
        }
    }
}
