using SpanAttention.WeightFiles;

namespace Training;

/// <summary>Weights alone, without what the optimizer keeps of them, as Half in a safetensors file: 11 bits of each.</summary>
public static class WeightsFile
{
    /// <summary>Writes a file; one of that name is replaced when all is written.</summary>
    public static void Save(string path, TrainedWeights weights)
    {
        SafeTensorsWriter writer = new();
        writer.Metadata["format"] = "pt";
        foreach (TrainedTensor tensor in weights.Tensors)
        {
            writer.Add(tensor.Name, tensor.Shape, weights.All[weights.RangeOf(tensor.Name)], TensorElement.Half);
        }

        writer.Save(path);
    }

    /// <summary>Takes over the weights of a file.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or a tensor is missing or of another shape.</exception>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static void Read(string path, TrainedWeights weights)
    {
        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        foreach (TrainedTensor tensor in weights.Tensors)
        {
            file.Floats(tensor.Name, tensor.Shape).CopyTo(weights[tensor.Name]);
        }
    }
}
