using System.Text;
using System.Text.Unicode;

namespace GptModel;

/// <summary>Takes text apart into a model's tokens. Texts are bytes of UTF-8.</summary>
public abstract class GptTokenizer
{
    /// <summary>The tokenizer of a model: bytes, or GPT-2's byte pairs.</summary>
    /// <exception cref="ArgumentException">The vocabulary is neither's.</exception>
    public static GptTokenizer For(GptShape shape) => shape.Vocabulary switch
    {
        ByteHead.OutputDim => new ByteTokenizer(),
        Gpt2Head.OutputDim => new Gpt2Tokenizer(),
        _ => throw new ArgumentException($"There is no tokenizer for {shape}.", nameof(shape)),
    };

    /// <summary>The tokens of a text.</summary>
    /// <exception cref="InvalidDataException">The text has no tokens.</exception>
    public abstract int[] Encode(ReadOnlySpan<byte> text);

    /// <summary>The bytes of a token.</summary>
    public abstract ReadOnlySpan<byte> Bytes(int token);

    /// <summary>How a token is shown: spaces as ␣, control characters as pictures such as ␊, a token without bytes, the mark between texts, as ¶, and bytes that are no text by their numbers.</summary>
    public string Label(int token)
    {
        ReadOnlySpan<byte> bytes = Bytes(token);
        if (bytes.IsEmpty)
        {
            return "¶";
        }

        return Utf8.IsValid(bytes) ? string.Concat(Encoding.UTF8.GetString(bytes).Select(Picture)) : Convert.ToHexString(bytes);
    }

    /// <summary>The text of tokens.</summary>
    public byte[] Decode(ReadOnlySpan<int> tokens)
    {
        using MemoryStream text = new();
        foreach (int token in tokens)
        {
            text.Write(Bytes(token));
        }

        return text.ToArray();
    }

    // Unicode has the pictures of control characters in their order, from U+2400 on.
    private static char Picture(char character) => character switch
    {
        ' ' => '␣',
        < ' ' => (char)('␀' + character),
        '\u007F' => '␡',
        _ => character,
    };
}
