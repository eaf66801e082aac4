using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace SpanAttention.WeightFiles;

/// <summary>
/// Writes tensors as a safetensors file. The same tensors and metadata make the same bytes, in whatever order they are added: long elements come first, so that all are aligned, and names by their characters' numbers.
/// </summary>
/// <example><code>
/// SafeTensorsWriter writer = new();
/// writer.Metadata["format"] = "pt";
/// writer.Add("wte.weight", [50257, 768], embeddings, TensorElement.BFloat16);
/// writer.Save("model.safetensors");
/// </code></example>
public sealed class SafeTensorsWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly Dictionary<string, StoredTensor> tensors = new(StringComparer.Ordinal);

    /// <summary>Entries in which the file says something of itself, such as <c>format: pt</c>.</summary>
    public IDictionary<string, string> Metadata { get; } = new SortedDictionary<string, string>(StringComparer.Ordinal);

    /// <summary>Adds a tensor of floats, which are read when the file is written.</summary>
    /// <param name="name">The tensor's name, such as <c>wte.weight</c>.</param>
    /// <param name="shape">Its dimensions, such as <c>[50257, 768]</c>; none for a single number.</param>
    /// <param name="values">Its elements, as many as the product of the dimensions.</param>
    /// <param name="element">How they are stored. <see cref="TensorElement.Half"/> and <see cref="TensorElement.BFloat16"/> take the nearest number, of two the even one.</param>
    /// <exception cref="ArgumentException">There is a tensor of that name, or the name is none; or <paramref name="values"/> are more or fewer.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="element"/> is none of the three.</exception>
    public void Add(string name, ReadOnlySpan<long> shape, ReadOnlyMemory<float> values, TensorElement element = TensorElement.Single)
    {
        long count = TensorShape.Count(shape);
        if (count != values.Length)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"values holds {values.Length} elements; {TensorShape.Words(shape)} needs {count}."), nameof(values));
        }

        Add(name, element switch
        {
            TensorElement.Single or TensorElement.Half or TensorElement.BFloat16 => new StoredFloats(ElementType.Of(element), shape.ToArray(), values),
            _ => throw new ArgumentOutOfRangeException(nameof(element), element, "Single, Half and BFloat16 are written."),
        });
    }

    /// <summary>Adds a tensor of another file as it is, whatever its elements; that file must stay open until this one is written.</summary>
    /// <param name="name">The tensor's name here.</param>
    /// <param name="tensor">The tensor.</param>
    /// <exception cref="ArgumentException">There is a tensor of that name, or the name is none; or safetensors has no such elements.</exception>
    public void Add(string name, WeightTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Type.SafeTensorsName is null || (Int128)tensor.Count * tensor.Type.Bits % 8 != 0)
        {
            throw new ArgumentException($"{tensor} cannot be stored in safetensors.", nameof(tensor));
        }

        Add(name, new StoredCopy(tensor));
    }

    /// <summary>Writes a file. One of that name is replaced when all is written, so that who has it open keeps what it held.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidOperationException">The header exceeds 100 000 000 bytes, which nobody reads.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Save(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        string unfinished = $"{path}.{Guid.NewGuid():N}.unfinished";
        try
        {
            using (FileStream stream = new(unfinished, FileMode.CreateNew, FileAccess.Write))
            {
                Write(stream);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            File.Delete(unfinished);
            throw;
        }
    }

    /// <summary>Writes the bytes of a file.</summary>
    /// <param name="destination">Where they go.</param>
    /// <exception cref="InvalidOperationException">The header exceeds 100 000 000 bytes, which nobody reads.</exception>
    public void Write(Stream destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        KeyValuePair<string, StoredTensor>[] ordered = [.. tensors.OrderByDescending(static entry => entry.Value.Type.Bits).ThenBy(static entry => entry.Key, StringComparer.Ordinal)];
        ReadOnlySpan<byte> header = Header(ordered);
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        destination.Write(length);
        destination.Write(header);
        foreach ((_, StoredTensor tensor) in ordered)
        {
            tensor.Write(destination);
        }
    }

    private ReadOnlySpan<byte> Header(KeyValuePair<string, StoredTensor>[] ordered)
    {
        ArrayBufferWriter<byte> header = new();
        using (Utf8JsonWriter json = new(header, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            WriteMetadata(json);
            long offset = 0;
            foreach ((string name, StoredTensor tensor) in ordered)
            {
                tensor.WriteEntry(json, name, ref offset);
            }

            json.WriteEndObject();
        }

        // Spaces, so that the tensors begin at a multiple of 8.
        int padding = -header.WrittenCount & (sizeof(ulong) - 1);
        header.GetSpan(sizeof(ulong))[..padding].Fill((byte)' ');
        header.Advance(padding);
        return header.WrittenCount <= SafeTensorsFile.LongestHeader
            ? header.WrittenSpan
            : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The header takes {header.WrittenCount} bytes; {SafeTensorsFile.LongestHeader} is the most."));
    }

    private void WriteMetadata(Utf8JsonWriter json)
    {
        if (Metadata.Count > 0)
        {
            json.WriteStartObject(SafeTensorsHeader.MetadataEntry);
            foreach ((string key, string value) in Metadata)
            {
                json.WriteString(Checked(key), Checked(value));
            }

            json.WriteEndObject();
        }
    }

    private void Add(string name, StoredTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Checked(name) == SafeTensorsHeader.MetadataEntry)
        {
            throw new ArgumentException($"{name} is what metadata are called, and no tensor.", nameof(name));
        }

        if (!tensors.TryAdd(name, tensor))
        {
            throw new ArgumentException($"There is a tensor {name} already.", nameof(name));
        }
    }

    /// <summary>Text that is written as it is: half a surrogate pair would be read as something else.</summary>
    private static string Checked(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        StrictUtf8.GetByteCount(text);
        return text;
    }

    /// <summary>A tensor on its way into a file.</summary>
    private abstract record StoredTensor(ElementType Type, long[] Shape)
    {
        public abstract void Write(Stream destination);

        /// <summary>Writes the tensor's part of the header.</summary>
        /// <param name="json">The header.</param>
        /// <param name="name">The tensor's name.</param>
        /// <param name="offset">Where its bytes begin; afterwards, where they end.</param>
        public void WriteEntry(Utf8JsonWriter json, string name, ref long offset)
        {
            json.WriteStartObject(name);
            json.WriteString("dtype", Type.SafeTensorsName);
            json.WriteStartArray("shape");
            foreach (long dimension in Shape)
            {
                json.WriteNumberValue(dimension);
            }

            json.WriteEndArray();
            json.WriteStartArray("data_offsets");
            json.WriteNumberValue(offset);
            offset = checked(offset + TensorShape.Bytes(TensorShape.Count(Shape), Type.Bits));
            json.WriteNumberValue(offset);
            json.WriteEndArray();
            json.WriteEndObject();
        }
    }

    private sealed record StoredCopy(WeightTensor Tensor) : StoredTensor(Tensor.Type, Tensor.Shape.ToArray())
    {
        public override void Write(Stream destination) => Tensor.WriteTo(destination);
    }

    private sealed record StoredFloats(ElementType Type, long[] Shape, ReadOnlyMemory<float> Values) : StoredTensor(Type, Shape)
    {
        private const int ChunkLength = 1 << 14;

        public override void Write(Stream destination)
        {
            byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkLength * sizeof(float));
            for (int start = 0; start < Values.Length; start += ChunkLength)
            {
                ReadOnlySpan<float> chunk = Values.Span[start..Math.Min(Values.Length, start + ChunkLength)];
                Span<byte> stored = buffer.AsSpan(0, chunk.Length * Type.Bits / 8);
                FloatConversion.Store(chunk, Type.Element, stored);
                destination.Write(stored);
            }

            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
