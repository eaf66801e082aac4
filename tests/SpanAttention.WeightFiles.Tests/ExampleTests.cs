namespace SpanAttention.WeightFiles.Tests;

/// <summary>The code of the package's page runs.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void AFileIsWrittenAndRead()
    {
        using TemporaryFile temporary = new([]);
        string path = temporary.Path;
        float[] embeddings = [1, 2, 3, 4, 5, 6];

        SafeTensorsWriter writer = new();
        writer.Metadata["format"] = "pt";
        writer.Add("wte.weight", [2, 3], embeddings, TensorElement.BFloat16);
        writer.Save(path);

        using SafeTensorsFile file = SafeTensorsFile.Open(path);
        ReadOnlySpan<float> weights = file.Floats("wte.weight", 2, 3);

        foreach (WeightTensor tensor in file.Tensors)
        {
            Console.WriteLine($"{tensor}: {tensor.ByteCount} bytes"); // wte.weight, BFloat16 [2, 3]: 12 bytes
        }

        Assert.Equal(embeddings, weights);
        Assert.Equal("wte.weight, BFloat16 [2, 3]", Assert.Single(file.Tensors).ToString());
    }

    [Fact]
    public void AnEmbeddedFileIsReadWhereItLies()
    {
        using SafeTensorsFile file = SafeTensorsFile.OpenResource(typeof(ExampleTests).Assembly, "linear.safetensors");

        Assert.Equal([7, 8, 9], file.Floats("encoder.bias", 3));
        Assert.Contains("it has linear.onnx, linear.safetensors.", Assert.Throws<FileNotFoundException>(() => SafeTensorsFile.OpenResource(typeof(ExampleTests).Assembly, "vector.safetensors")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AMatrixIsFoundByItsBias()
    {
        using OnnxFile file = OnnxFile.OpenResource(typeof(ExampleTests).Assembly, "linear.onnx");
        ReadOnlySpan<float> bias = file.Floats("encoder.bias", 3);
        ReadOnlySpan<float> matrix = file.MatrixOf("encoder.bias").Floats(); // [inputs, outputs]

        Assert.Equal([7, 8, 9], bias);
        Assert.Equal([1, 2, 3, 4, 5, 6], matrix);
        Assert.Contains("it has linear.onnx, linear.safetensors.", Assert.Throws<FileNotFoundException>(() => OnnxFile.OpenResource(typeof(ExampleTests).Assembly, "vector.onnx")).Message, StringComparison.Ordinal);
    }
}
