using System.Globalization;

namespace SpanAttention.WeightFiles;

/// <summary>A named tensor of a file: its shape and its elements, which stay in the file until they are read.</summary>
public sealed class WeightTensor
{
    private readonly FileBytes bytes;
    private readonly long offset;
    private readonly long[] shape;

    internal WeightTensor(string name, ElementType type, long[] shape, FileBytes bytes, long offset, long byteCount)
    {
        Name = name;
        Type = type;
        this.shape = shape;
        this.bytes = bytes;
        this.offset = offset;
        ByteCount = byteCount;
        Count = TensorShape.Count(shape);
    }

    /// <summary>The name, such as <c>wte.weight</c>.</summary>
    public string Name { get; }

    /// <summary>The type of the elements.</summary>
    public TensorElement Element => Type.Element;

    /// <summary>The dimensions, such as <c>[50257, 768]</c>; none for a single number. The last one's neighbours are neighbours in memory.</summary>
    public ReadOnlySpan<long> Shape => shape;

    /// <summary>Elements: the product of the dimensions.</summary>
    public long Count { get; }

    /// <summary>Bytes that the elements take.</summary>
    public long ByteCount { get; }

    /// <summary>All bytes of the elements in place, little-endian.</summary>
    /// <exception cref="InvalidOperationException">They are more than a span holds, 2³¹ − 1.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public ReadOnlySpan<byte> Bytes => bytes.Span<byte>(offset, Length(ByteCount));

    internal ElementType Type { get; }

    /// <summary>The elements in place, without a copy. Where the file does not align them, neither is the span; x86 and Arm64 read them all the same.</summary>
    /// <typeparam name="T">What the element is in C#: <c>float</c> for <see cref="TensorElement.Single"/>, <see cref="Half"/>, <c>ushort</c> for the bits of <see cref="TensorElement.BFloat16"/>, <c>long</c> for <see cref="TensorElement.Int64"/> …</typeparam>
    /// <returns>As many elements as the tensor has; to be used no longer than the file is open.</returns>
    /// <exception cref="InvalidOperationException">The elements are of another type, or more than a span holds.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged
    {
        if (Type.Value != typeof(T))
        {
            throw new InvalidOperationException($"{this} is not read as {typeof(T).Name}{(Type.Value is { } value ? $", but as {value.Name}" : ", only as bytes")}.");
        }

        return bytes.Span<T>(offset, Length(Count));
    }

    /// <summary>The elements as floats: in place where they are <see cref="TensorElement.Single"/>, else widened into a new array, which changes no value.</summary>
    /// <returns>As many floats as the tensor has elements; to be used no longer than the file is open.</returns>
    /// <exception cref="InvalidOperationException">The elements are neither <see cref="TensorElement.Single"/> nor <see cref="TensorElement.Half"/> nor <see cref="TensorElement.BFloat16"/>.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public ReadOnlySpan<float> Floats()
    {
        if (Element == TensorElement.Single)
        {
            return Values<float>();
        }

        float[] floats = Element is TensorElement.Half or TensorElement.BFloat16 ? new float[Length(Count)] : [];
        CopyTo(floats);
        return floats;
    }

    /// <summary>Copies the elements as floats, widened where they are shorter, which changes no value.</summary>
    /// <param name="destination">As many floats as the tensor has elements, or more.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> is shorter.</exception>
    /// <exception cref="InvalidOperationException">The elements are neither <see cref="TensorElement.Single"/> nor <see cref="TensorElement.Half"/> nor <see cref="TensorElement.BFloat16"/>.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void CopyTo(Span<float> destination)
    {
        switch (Element)
        {
            case TensorElement.Single:
                CheckRoom(destination);
                Values<float>().CopyTo(destination);
                break;
            case TensorElement.Half:
                CheckRoom(destination);
                FloatConversion.Widen(Values<Half>(), destination);
                break;
            case TensorElement.BFloat16:
                CheckRoom(destination);
                FloatConversion.Widen(Values<ushort>(), destination);
                break;
            default:
                throw new InvalidOperationException($"{this} is not widened to floats; Single, Half and BFloat16 are.");
        }
    }

    /// <summary>The name, the type and the shape, such as <c>wte.weight, Single [50257, 768]</c>.</summary>
    public override string ToString() => $"{Name}, {Element} {TensorShape.Words(shape)}";

    /// <summary>Writes the bytes of the elements, however many.</summary>
    internal void WriteTo(Stream destination)
    {
        const int Most = 1 << 20;
        for (long written = 0; written < ByteCount; written += Most)
        {
            destination.Write(bytes.Span<byte>(offset + written, (int)Math.Min(Most, ByteCount - written)));
        }
    }

    private void CheckRoom(Span<float> destination)
    {
        if (destination.Length < Count)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"destination holds {destination.Length} elements; {this} needs {Count}."), nameof(destination));
        }
    }

    private int Length(long count) => count <= int.MaxValue
        ? (int)count
        : throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{this} takes {count}, and a span holds {int.MaxValue} at most."));
}
