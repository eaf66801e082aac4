using System.CommandLine;
using SpanAttention;

namespace Compress;

/// <summary><c>show</c>: packs and unpacks the text that the program brings.</summary>
internal sealed class ShowCommand : PackingCommand
{
    public ShowCommand()
        : base("show", "Packs and unpacks a text about packing, which the program brings.")
    {
    }

    protected override void Run(ParseResult arguments, TextPacker packer)
    {
        byte[] text = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "letters.txt"));
        byte[] packed = packer.Pack(text);
        Sizes.Show(text, packed.Length);
        bool isSame = packer.Unpack(packed).AsSpan().SequenceEqual(text);
        Console.WriteLine($"unpacked {(isSame ? "the same text" : "another text")}");
        Console.WriteLine($"hash     {PackedText.HashOf(packed):x16} ({AttentionNumerics.Arithmetic})");
    }
}
