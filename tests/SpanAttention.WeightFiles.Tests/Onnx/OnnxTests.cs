using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using SpanAttention.Benchmarks.Onnx;

namespace SpanAttention.WeightFiles.Tests;

/// <summary>Initializers are read however the file keeps them, and what is damaged is refused.</summary>
[Properties(Arbitrary = [typeof(OnnxTests)])]
public sealed class OnnxTests
{
    public static Arbitrary<DrawnInitializer> Initializers() => Arb.From(DrawnInitializer.All);

    [SeededProperty(MaxTest = 500)]
    public void InitializersAreReadHoweverTheyAreKept(DrawnInitializer first, DrawnInitializer second)
    {
        using OnnxFile file = OnnxFile.Read(DrawnInitializer.Model(first, second));

        AssertSame(first, file["0"]);
        AssertSame(second, file["1"]);
    }

    [Fact]
    public void RawDataIsReadInPlace()
    {
        byte[] model = new OnnxGraph().Constant("weights", [1f, 2f], 2).ToModel();
        using OnnxFile file = OnnxFile.Read(model);

        Assert.Equal([1, 2], file.Floats("weights", 2));
        Assert.True(((ReadOnlySpan<byte>)model).Overlaps(file["weights"].Bytes));
    }

    [Fact]
    public void AMappedFileIsRead()
    {
        using TemporaryFile temporary = new(new OnnxGraph().Constant("weights", [1f, 2f], 2).ToModel());
        using OnnxFile file = OnnxFile.Open(temporary.Path);

        Assert.Equal([1, 2], file.Floats("weights", 2));
    }

    [Fact]
    public void TheMatrixOfABiasIsFound()
    {
        using OnnxFile file = OnnxFile.Read(Linear().ToModel(), "model.onnx");

        Assert.Equal("matrix_2", file.MatrixOf("second.bias").Name);
        Assert.Equal("matrix_1", file.MatrixOf("first.bias").Name);
        Assert.Equal(["MatMul", "Add", "MatMul", "Add"], file.Nodes.Select(static node => node.Operator));
        Assert.Equal(["first.bias", "product_1"], file.Nodes[1].Inputs);
        Assert.Equal("model.onnx: 0 products are added to third.bias; one product with an initializer is needed.", Assert.Throws<InvalidDataException>(() => file.MatrixOf("third.bias")).Message);
    }

    [Fact]
    public void ABiasOfTwoProductsHasNoMatrixOfItsOwn()
    {
        OnnxGraph graph = Linear().Node("MatMul", ["output", "matrix_1"], ["product_3"]).Node("Add", ["first.bias", "product_3"], ["again"]);
        using OnnxFile file = OnnxFile.Read(graph.ToModel(), "model.onnx");

        Assert.Equal("model.onnx: 2 products are added to first.bias; one product with an initializer is needed.", Assert.Throws<InvalidDataException>(() => file.MatrixOf("first.bias")).Message);
    }

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "there is no graph in its 0 bytes.", [] },
        { "there is no graph in its 2 bytes.", [8, 10] },
        { "there are two graphs.", [58, 0, 58, 0] },
        { "field 7 at byte 1 is of wire type 0; 2 is needed.", [56, 1] },
        { "field 7 at byte 2 would take 3 bytes; its message ends after 2.", [58, 3, 0, 0] },
        { "at byte 0 begins a field of number 0, which there is not.", [0] },
        { "at byte 0 begins field 1 of wire type 3, which is not known.", [11] },
        { "a varint does not end before byte 2, where its message ends or it has 10 bytes.", [8, 128] },
        { "a varint does not end before byte 11, where its message ends or it has 10 bytes.", [8, 128, 128, 128, 128, 128, 128, 128, 128, 128, 128, 1] },
        { "initializer  is of data type 0, which is not read.", Initializer(new()) },
        { "initializer a is of data type 8, which is not read.", Initializer(Tensor(8)) },
        { "initializer a is of data type 99, which is not read.", Initializer(Tensor(99)) },
        { "initializer a would be [-1], which is negative or too much to count.", Initializer(Tensor(1).Integer(field: 1, -1)) },
        { "initializer a would be [4294967296, 4294967296], which is negative or too much to count.", Initializer(Tensor(1).Integer(field: 1, 1L << 32).Integer(field: 1, 1L << 32)) },
        { "initializer a takes 4 bytes; Single [2], 2 elements of 32 bits, needs 8.", Initializer(Tensor(1).Integer(field: 1, 2).Bytes(field: 9, new byte[4])) },
        { "initializer a takes 0 bytes; Single [], 1 elements of 32 bits, needs 4.", Initializer(Tensor(1)) },
        { "initializer a takes 16 bytes; Int64 [3], 3 elements of 64 bits, needs 24.", Initializer(Tensor(7).Integer(field: 1, 3).Bytes(field: 7, [1, 2])) },
        { "initializer a is Half and has its elements in field 4; 5 or 9 is needed.", Initializer(Tensor(10).Integer(field: 1, 2).Bytes(field: 4, new byte[4])) },
        { "initializer a has its elements in field 9 and again in 4.", Initializer(Tensor(1).Integer(field: 1, 1).Bytes(field: 9, new byte[4]).Bytes(field: 4, new byte[4])) },
        { "initializer a has its elements in field 9 and again in 9.", Initializer(Tensor(1).Integer(field: 1, 1).Bytes(field: 9, new byte[2]).Bytes(field: 9, new byte[2])) },
        { "initializer a has field 4 of wire type 0; 5 or 2 is needed.", Initializer(Tensor(1).Integer(field: 4, 1)) },
        { "initializer a has field 6: texts, which is not read.", Initializer(Tensor(8).Text(field: 6, "text")) },
        { "initializer a has its elements in another file, which is not read.", Initializer(Tensor(1).Integer(field: 14, 1)) },
        { "initializer a has its elements in another file, which is not read.", Initializer(Tensor(1).Text(field: 13, "")) },
        { "field 8 at byte 6 is no text in UTF-8.", Initializer(new ProtobufWriter().Bytes(field: 8, [255])) },
        { "there are two initializers a.", Model(new ProtobufWriter().Message(field: 5, Sound()).Message(field: 5, Sound())) },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void ADamagedFileIsRefused(string message, byte[] file) =>
        Assert.Equal("model.onnx: " + message, Assert.Throws<InvalidDataException>(() => OnnxFile.Read(file, "model.onnx")).Message);

    private static void AssertSame(DrawnInitializer expected, WeightTensor actual)
    {
        Assert.Equal(expected.Element, actual.Element);
        Assert.Equal([1, expected.Values.Length], actual.Shape);
        Assert.Equal(expected.Bytes, actual.Bytes);
    }

    private static OnnxGraph Linear() => new OnnxGraph()
        .Constant("first.bias", [1f], 1)
        .Constant("second.bias", [1f], 1)
        .Constant("matrix_1", [1f], 1, 1)
        .Constant("matrix_2", [1f], 1, 1)
        .Node("MatMul", ["input", "matrix_1"], ["product_1"])
        .Node("Add", ["first.bias", "product_1"], ["sum_1"])
        .Node("MatMul", ["sum_1", "matrix_2"], ["product_2"])
        .Node("Add", ["product_2", "second.bias"], ["output"]);

    private static ProtobufWriter Tensor(int dataType) => new ProtobufWriter().Text(field: 8, "a").Integer(field: 2, dataType);

    private static ProtobufWriter Sound() => Tensor(1).Bytes(field: 9, new byte[4]);

    private static byte[] Initializer(ProtobufWriter tensor) => Model(new ProtobufWriter().Message(field: 5, tensor));

    private static byte[] Model(ProtobufWriter graph) => new ProtobufWriter().Message(field: 7, graph).ToArray();
}
