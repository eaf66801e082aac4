using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using SpanAttention.WeightFiles;

namespace GptModel;

/// <summary>The weights of a GPT, by the names that Hugging Face's files have for them. A model copies them when it is made.</summary>
public abstract class GptWeights : IDisposable
{
    private const string Trained = "trained.safetensors";

    /// <summary>Sizes of the model that they are of.</summary>
    public abstract GptShape Shape { get; }

    /// <summary>Where they come from, in words.</summary>
    public abstract string Source { get; }

    /// <summary>A tensor, as long as its shape in <see cref="GptShape.Tensors"/> says.</summary>
    /// <param name="name">Its name, such as <c>wte.weight</c>.</param>
    public abstract ReadOnlySpan<float> this[string name] { get; }

    /// <summary>The weights that the sample's small model has, which has read this repository: BFloat16, a resource of this assembly, so that they are wherever the model is.</summary>
    public static GptWeights Default() => new SafeTensorsWeights(SafeTensorsFile.OpenResource(typeof(GptWeights).Assembly, Trained), "trained on this repository");

    /// <summary>The weights in a file, or the default ones where no file is named.</summary>
    /// <exception cref="InvalidDataException">The file is damaged, or of another model.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static GptWeights Open(string? path) => path is null ? Default() : new SafeTensorsWeights(path);

    /// <summary>A tensor of a block.</summary>
    public virtual ReadOnlySpan<float> Of(int layer, string name) => this[$"h.{layer}.{name}"];

    /// <summary>XXH3, 64 bits, of all tensors: names, shapes, and the bits of their floats. It tells models apart, and is no defence against forgery.</summary>
    public ulong Hash()
    {
        XxHash3 hash = new();
        foreach (GptTensor tensor in Shape.Tensors())
        {
            hash.Append(Encoding.UTF8.GetBytes(tensor.ToString()));
            hash.Append(MemoryMarshal.AsBytes(this[tensor.Name]));
        }

        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>Lets go of the file, where there is one.</summary>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the file, where there is one.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}
