using System.Buffers;
using System.Text;

/// <summary>Shows UTF-8 that comes in pieces, which may end within a character. What no terminal should get, control characters and bytes that are no text, is shown as <c>·</c>. Nothing is allocated.</summary>
internal sealed class TextOutput(Stream stream) : IDisposable
{
    private readonly ArrayBufferWriter<byte> shown = new(256);
    private readonly byte[] begun = new byte[4];
    private int begunBytes;

    /// <summary>Shows what is complete of all pieces so far.</summary>
    public void Write(ReadOnlySpan<byte> piece)
    {
        foreach (byte value in piece)
        {
            begun[begunBytes++] = value;
            ShowComplete(isLast: false);
        }

        Flush();
    }

    /// <summary>Shows what is left, and ends the line.</summary>
    public void End()
    {
        ShowComplete(isLast: true);
        shown.Write("\n"u8);
        Flush();
    }

    /// <summary>Shows a line.</summary>
    public void WriteLine(string line)
    {
        shown.Write(Encoding.UTF8.GetBytes(line + "\n"));
        Flush();
    }

    public void Dispose() => stream.Dispose();

    private void ShowComplete(bool isLast)
    {
        while (begunBytes > 0)
        {
            OperationStatus status = Rune.DecodeFromUtf8(begun.AsSpan(0, begunBytes), out Rune rune, out int consumed);
            if (status == OperationStatus.NeedMoreData && !isLast)
            {
                return;
            }

            shown.Write(status == OperationStatus.Done && (!Rune.IsControl(rune) || rune.Value is '\n' or '\t') ? begun.AsSpan(0, consumed) : "·"u8);
            begun.AsSpan(consumed, begunBytes - consumed).CopyTo(begun);
            begunBytes -= consumed;
        }
    }

    private void Flush()
    {
        stream.Write(shown.WrittenSpan);
        shown.ResetWrittenCount();
    }
}
