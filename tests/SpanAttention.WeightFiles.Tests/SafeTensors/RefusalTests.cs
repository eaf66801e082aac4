using System.Text;

namespace SpanAttention.WeightFiles.Tests;

/// <summary>A damaged file is refused, in words and numbers.</summary>
public sealed class RefusalTests
{
    public static TheoryData<string, string> Headers => new()
    {
        { "", "the header of 0 bytes is no JSON object in UTF-8." },
        { " {}", "the header of 3 bytes is no JSON object in UTF-8." },
        { "{", "the header of 1 bytes is no JSON: " },
        { "{}{}", "the header of 4 bytes is no JSON: " },
        { """{"a":1}""", "a is Number in JSON; StartObject is needed." },
        { """{"a":{}}""", "tensor a lacks dtype." },
        { """{"a":{"dtype":"F32"}}""", "tensor a lacks shape." },
        { """{"a":{"dtype":"F32","shape":[2]}}""", "tensor a lacks data_offsets." },
        { """{"a":{"dtype":"F32","dtype":"F32"}}""", "tensor a has dtype twice." },
        { """{"a":{"shape":[1],"shape":[1]}}""", "tensor a has shape twice." },
        { """{"a":{"data_offsets":[1],"data_offsets":[1]}}""", "tensor a has data_offsets twice." },
        { """{"a":{"dtype":7}}""", "tensor a: dtype is Number in JSON; String is needed." },
        { """{"a":{"shape":2}}""", "tensor a: shape is Number in JSON; StartArray is needed." },
        { """{"a":{"shape":[1.5]}}""", "tensor a: shape has something else than integers of 64 bits." },
        { """{"a":{"shape":["1"]}}""", "tensor a: shape has something else than integers of 64 bits." },
        { """{"a":{"shape":[9223372036854775808]}}""", "tensor a: shape has something else than integers of 64 bits." },
        { """{"a":{"dtype":"F33","shape":[2],"data_offsets":[0,8]}}""", "tensor a is of dtype F33, which is not known." },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", "tensor a has data_offsets [0]; a beginning and an end within 8 bytes are needed." },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,9]}}""", "tensor a has data_offsets [0, 9]; a beginning and an end within 8 bytes are needed." },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", "tensor a has data_offsets [8, 0]; a beginning and an end within 8 bytes are needed." },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[-8,0]}}""", "tensor a has data_offsets [-8, 0]; a beginning and an end within 8 bytes are needed." },
        { """{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", "tensor a takes 8 bytes; F32 [3], 3 elements of 32 bits, needs 96 bits." },
        { """{"a":{"dtype":"F4","shape":[15],"data_offsets":[0,8]}}""", "tensor a takes 8 bytes; F4 [15], 15 elements of 4 bits, needs 60 bits." },
        { """{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", "tensor a would be [-2], which is negative or too much to count." },
        { """{"a":{"dtype":"F32","shape":[4294967296,4294967296],"data_offsets":[0,0]}}""", "tensor a would be [4294967296, 4294967296], which is negative or too much to count." },
        { """{"a":{"dtype":"F32","shape":[9223372036854775807],"data_offsets":[0,8]}}""", "tensor a would be [9223372036854775807], which is negative or too much to count." },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", "the tensors end at byte 4 of the data; the file holds 8." },
        { """{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "tensor a begins at byte 4 of the data; the one before it ends at 0." },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", "tensor b begins at byte 4 of the data; the one before it ends at 8." },
        { """{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", "there are two entries a." },
        { """{"__metadata__":{"a":1}}""", "__metadata__, a, is Number in JSON; String is needed." },
        { """{"__metadata__":{"a":"1","a":"1"}}""", "__metadata__ has a twice." },
        { """{"\ud800":1}""", "a name holds characters that are none." },
        { """{"a":{"x":[[[[[[[[1]]]]]]]]}}""", "the header of 29 bytes is no JSON: " },
    };

    [Theory]
    [MemberData(nameof(Headers))]
    public void AHeaderThatMakesNoSense(string header, string message)
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Read(Damage.File(header, new byte[8]), "model.safetensors"));

        Assert.StartsWith("model.safetensors: " + message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[0], "the file holds 0 bytes; the length of its header takes 8.")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0 }, "the file holds 7 bytes; the length of its header takes 8.")]
    [InlineData(new byte[] { 3, 0, 0, 0, 0, 0, 0, 0, 123, 125 }, "the header would take 3 bytes; the file holds 2 behind its length.")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 255, 123, 125 }, "the header would take 18374686479671623680 bytes; 100000000 is the most.")]
    [InlineData(new byte[] { 1, 0, 0, 0, 0, 0, 0, 0, 255 }, "the header of 1 bytes is no JSON object in UTF-8.")]
    public void AFileThatIsNone(byte[] bytes, string message)
    {
        using TemporaryFile file = new(bytes);

        Assert.Equal($"model: {message}", Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Read(bytes, "model")).Message);
        Assert.Equal($"{file.Name}: {message}", Assert.Throws<InvalidDataException>(() => SafeTensorsFile.Open(file.Path)).Message);
    }

    [Fact]
    public void ATensorThatTheModelDoesNotHave()
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(Damage.File("""{"a":{"dtype":"F64","shape":[1,1],"data_offsets":[0,8]}}""", new byte[8]), "model");

        Assert.Equal("model: there is no tensor b among its 1.", Assert.Throws<InvalidDataException>(() => file["b"]).Message);
        Assert.Equal("model: tensor a is [1, 1]; [2, 768] is needed.", Assert.Throws<InvalidDataException>(() => file.Floats("a", 2, 768).Length).Message);
        Assert.Equal("a, Double [1, 1] is not widened to floats; Single, Half and BFloat16 are.", Assert.Throws<InvalidOperationException>(() => file["a"].Floats().Length).Message);
        Assert.Equal("a, Double [1, 1] is not read as Single, but as Double.", Assert.Throws<InvalidOperationException>(() => file["a"].Values<float>().Length).Message);
    }

    [Fact]
    public void ADestinationThatIsTooShort()
    {
        using SafeTensorsFile file = SafeTensorsFile.Read(Damage.File("""{"a":{"dtype":"F16","shape":[2,2],"data_offsets":[0,8]}}""", new byte[8]));

        Assert.Equal("destination holds 3 elements; a, Half [2, 2] needs 4. (Parameter 'destination')", Assert.Throws<ArgumentException>(() => file["a"].CopyTo(new float[3])).Message);
    }

    [Fact]
    public void AFileThatIsClosed()
    {
        using TemporaryFile temporary = new(Damage.File("""{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}""", new byte[4]));
        SafeTensorsFile file = SafeTensorsFile.Open(temporary.Path);
        file.Dispose();
        file.Dispose();

        Assert.Throws<ObjectDisposedException>(() => file["a"].Floats().Length);
    }

    [Fact]
    public void WhatCannotBeWritten()
    {
        SafeTensorsWriter writer = new();
        writer.Add("a", [2], new float[2]);

        Assert.Equal("values holds 5 elements; [2, 3] needs 6. (Parameter 'values')", Assert.Throws<ArgumentException>(() => writer.Add("b", [2, 3], new float[5])).Message);
        Assert.Equal("There is a tensor a already. (Parameter 'name')", Assert.Throws<ArgumentException>(() => writer.Add("a", [2], new float[2])).Message);
        Assert.Equal("__metadata__ is what metadata are called, and no tensor. (Parameter 'name')", Assert.Throws<ArgumentException>(() => writer.Add("__metadata__", [2], new float[2])).Message);
        Assert.Throws<EncoderFallbackException>(() => writer.Add("\uD800", [2], new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Add("c", [2], new float[2], TensorElement.Double));
    }
}
