using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace SpanAttention.WeightFiles.Tests;

/// <summary>Reads a file that may be damaged, and all of its tensors.</summary>
internal static class Fuzzing
{
    public const string Name = "damaged";

    private const int Surroundings = 64;

    /// <summary>Whether a file is refused; every tensor of one that is not must lie within it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="read">What reads it.</param>
    /// <param name="random">Where in memory it lies, and what lies around it.</param>
    public static bool IsRefused(byte[] file, Func<ReadOnlyMemory<byte>, WeightFile> read, Random random)
    {
        byte[] memory = new byte[file.Length + (2 * Surroundings)];
        random.NextBytes(memory);
        int start = random.Next(2 * Surroundings);
        file.CopyTo(memory, start);
        try
        {
            using WeightFile weights = read(memory.AsMemory(start, file.Length));
            foreach (WeightTensor tensor in weights.Tensors)
            {
                AssertLiesWithin(tensor.Bytes, memory.AsSpan(start, file.Length), memory);
                Touch(tensor);
            }

            return false;
        }
        catch (InvalidDataException error)
        {
            Assert.StartsWith(Name + ": ", error.Message, StringComparison.Ordinal);
            return true;
        }
    }

    /// <summary>Elements in place are the file's, and none of its surroundings'; others were copied within its bounds.</summary>
    private static void AssertLiesWithin(ReadOnlySpan<byte> bytes, ReadOnlySpan<byte> file, ReadOnlySpan<byte> memory)
    {
        if (memory.Overlaps(bytes))
        {
            nint offset = Unsafe.ByteOffset(ref MemoryMarshal.GetReference(file), ref MemoryMarshal.GetReference(bytes));
            Assert.InRange(offset, 0, file.Length - bytes.Length);
        }
    }

    private static void Touch(WeightTensor tensor)
    {
        if (tensor.Element is TensorElement.Single or TensorElement.Half or TensorElement.BFloat16)
        {
            Assert.Equal(tensor.Count, tensor.Floats().Length);
        }
    }
}
