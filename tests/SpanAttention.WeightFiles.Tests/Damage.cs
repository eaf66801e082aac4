using System.Buffers.Binary;
using System.Text;

namespace SpanAttention.WeightFiles.Tests;

/// <summary>Files that are put together by hand, and what may happen to files.</summary>
internal static class Damage
{
    /// <summary>A header behind its length, then data.</summary>
    public static byte[] File(string header, byte[] data) => File(Encoding.UTF8.GetBytes(header), data);

    public static byte[] File(ReadOnlySpan<byte> header, ReadOnlySpan<byte> data)
    {
        byte[] length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        return [.. length, .. header, .. data];
    }

    /// <summary>One to three changes: of a bit, a byte, a digit, a length; something cut out, put in, doubled, or cut off.</summary>
    public static byte[] Mutate(byte[] file, Random random)
    {
        List<byte> bytes = [.. file];
        for (int change = random.Next(3); change >= 0 && bytes.Count > 0; change--)
        {
            int at = random.Next(bytes.Count);
            int length = random.Next(Math.Min(bytes.Count - at, 12)) + 1;
            switch (random.Next(9))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = (byte)"0123456789-.,:[]{}\" "[random.Next(20)];
                    break;
                case 3:
                    bytes.RemoveRange(at, length);
                    break;
                case 4:
                    bytes.InsertRange(at, Enumerable.Range(0, length).Select(_ => (byte)random.Next(256)));
                    break;
                case 5:
                    bytes.InsertRange(at, bytes.GetRange(at, length));
                    break;
                case 6:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
                case 7:
                    bytes.InsertRange(at, Enumerable.Repeat((byte)'9', length + 8));
                    break;
                default:
                    ChangeDigit(bytes, at, random);
                    break;
            }
        }

        return [.. bytes];
    }

    /// <summary>Changes the next digit, so that text stays what it was but for a number.</summary>
    private static void ChangeDigit(List<byte> bytes, int from, Random random)
    {
        int at = bytes.FindIndex(from, static value => value is >= (byte)'0' and <= (byte)'9');
        if (at >= 0)
        {
            bytes[at] = (byte)('0' + random.Next(10));
        }
    }
}
