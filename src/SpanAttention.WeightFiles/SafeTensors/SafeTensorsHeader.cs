using System.Text.Json;
using System.Text.Unicode;

namespace SpanAttention.WeightFiles;

/// <summary>The header of a safetensors file, read and checked: <c>{"wte.weight": {"dtype": "F32", "shape": [50257, 768], "data_offsets": [0, 154389504]}, …}</c>.</summary>
internal sealed class SafeTensorsHeader
{
    /// <summary>The entry that is no tensor.</summary>
    public const string MetadataEntry = "__metadata__";

    private const int DeepestEntry = 8; // 3 are needed; an entry that is not known may have more

    private readonly FileBytes bytes;
    private readonly long dataStart;
    private readonly List<WeightTensor> tensors = [];
    private readonly List<(long Begin, long End, WeightTensor Tensor)> places = [];

    /// <summary>Reads the header.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="length">Bytes of the header, which the file has.</param>
    public SafeTensorsHeader(FileBytes bytes, int length)
    {
        this.bytes = bytes;
        dataStart = sizeof(ulong) + length;
        ReadOnlySpan<byte> json = bytes.Span<byte>(sizeof(ulong), length);
        if (!Utf8.IsValid(json) || json.IsEmpty || json[0] != '{')
        {
            throw bytes.Damaged($"the header of {length} bytes is no JSON object in UTF-8.");
        }

        try
        {
            Utf8JsonReader reader = new(json, new JsonReaderOptions { MaxDepth = DeepestEntry });
            Read(ref reader);
        }
        catch (JsonException error)
        {
            throw bytes.Damaged($"the header of {length} bytes is no JSON: {error.Message}");
        }

        CheckPlaces();
    }

    public IReadOnlyDictionary<string, string> Metadata { get; private set; } = new Dictionary<string, string>();

    /// <summary>All tensors, in the order in which they lie in the file.</summary>
    public IReadOnlyList<WeightTensor> Tensors => tensors;

    private void Read(ref Utf8JsonReader reader)
    {
        HashSet<string> names = new(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, "the header");
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            string name = Text(ref reader, "a name");
            if (!names.Add(name))
            {
                throw bytes.Damaged($"there are two entries {name}.");
            }

            if (name == MetadataEntry)
            {
                Metadata = ReadMetadata(ref reader);
            }
            else
            {
                ReadTensor(ref reader, name);
            }
        }

        // Reads to the end, where nothing but white space may be.
        reader.Read();
    }

    private Dictionary<string, string> ReadMetadata(ref Utf8JsonReader reader)
    {
        Dictionary<string, string> metadata = new(StringComparer.Ordinal);
        Expect(ref reader, JsonTokenType.StartObject, MetadataEntry);
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            string key = Text(ref reader, MetadataEntry);
            Expect(ref reader, JsonTokenType.String, $"{MetadataEntry}, {key},");
            if (!metadata.TryAdd(key, Text(ref reader, key)))
            {
                throw bytes.Damaged($"{MetadataEntry} has {key} twice.");
            }
        }

        return metadata;
    }

    private void ReadTensor(ref Utf8JsonReader reader, string name)
    {
        string? dtype = null;
        long[]? shape = null;
        long[]? offsets = null;
        Expect(ref reader, JsonTokenType.StartObject, name);
        while (Next(ref reader) != JsonTokenType.EndObject)
        {
            string key = Text(ref reader, name);
            switch (key)
            {
                case "dtype" when dtype is null:
                    Expect(ref reader, JsonTokenType.String, $"tensor {name}: dtype");
                    dtype = Text(ref reader, name);
                    break;
                case "shape" when shape is null:
                    shape = Numbers(ref reader, $"tensor {name}: shape");
                    break;
                case "data_offsets" when offsets is null:
                    offsets = Numbers(ref reader, $"tensor {name}: data_offsets");
                    break;
                case "dtype" or "shape" or "data_offsets":
                    throw bytes.Damaged($"tensor {name} has {key} twice.");
                default:
                    Next(ref reader);
                    reader.Skip();
                    break;
            }
        }

        if (dtype is null || shape is null || offsets is null)
        {
            throw bytes.Damaged($"tensor {name} lacks {(dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets")}.");
        }

        AddTensor(name, dtype, shape, offsets);
    }

    private void AddTensor(string name, string dtype, long[] shape, long[] offsets)
    {
        ElementType type = ElementType.OfSafeTensors(dtype) ?? throw bytes.Damaged($"tensor {name} is of dtype {dtype}, which is not known.");
        if (offsets is not [long begin, long end] || begin < 0 || end < begin || end > bytes.Length - dataStart)
        {
            throw bytes.Damaged($"tensor {name} has data_offsets {TensorShape.Words(offsets)}; a beginning and an end within {bytes.Length - dataStart} bytes are needed.");
        }

        long count = TensorShape.Count(shape);
        long needed = TensorShape.Bytes(count, type.Bits);
        if (count < 0 || needed < 0)
        {
            throw bytes.Damaged($"tensor {name} would be {TensorShape.Words(shape)}, which is negative or too much to count.");
        }

        if (needed != end - begin || (Int128)count * type.Bits % 8 != 0)
        {
            throw bytes.Damaged($"tensor {name} takes {end - begin} bytes; {dtype} {TensorShape.Words(shape)}, {count} elements of {type.Bits} bits, needs {(Int128)count * type.Bits} bits.");
        }

        places.Add((begin, end, new WeightTensor(name, type, shape, bytes, dataStart + begin, needed)));
    }

    /// <summary>Every byte behind the header belongs to one tensor: no hole, no overlap, nothing left over.</summary>
    private void CheckPlaces()
    {
        long reached = 0;
        foreach ((long begin, long end, WeightTensor tensor) in places.OrderBy(static place => place.Begin).ThenBy(static place => place.End))
        {
            if (begin != reached)
            {
                throw bytes.Damaged($"tensor {tensor.Name} begins at byte {begin} of the data; the one before it ends at {reached}.");
            }

            reached = end;
            tensors.Add(tensor);
        }

        if (reached != bytes.Length - dataStart)
        {
            throw bytes.Damaged($"the tensors end at byte {reached} of the data; the file holds {bytes.Length - dataStart}.");
        }
    }

    private long[] Numbers(ref Utf8JsonReader reader, string what)
    {
        List<long> numbers = [];
        Expect(ref reader, JsonTokenType.StartArray, what);
        while (Next(ref reader) != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number))
            {
                throw bytes.Damaged($"{what} has something else than integers of 64 bits.");
            }

            numbers.Add(number);
        }

        return [.. numbers];
    }

    private string Text(ref Utf8JsonReader reader, string what)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, escaped
            throw bytes.Damaged($"{what} holds characters that are none.");
        }
    }

    private void Expect(ref Utf8JsonReader reader, JsonTokenType expected, string what)
    {
        if (Next(ref reader) != expected)
        {
            throw bytes.Damaged($"{what} is {reader.TokenType} in JSON; {expected} is needed.");
        }
    }

    private JsonTokenType Next(ref Utf8JsonReader reader) => reader.Read() ? reader.TokenType : throw bytes.Damaged($"the header ends too early.");
}
