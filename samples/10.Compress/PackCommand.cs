using System.CommandLine;

namespace Compress;

/// <summary><c>pack FILE</c>: writes FILE.packed.</summary>
internal sealed class PackCommand : PackingCommand
{
    private readonly Argument<string> file = new("file") { Description = "A text." };
    private readonly Option<string?> output = new("--output") { Description = "The packed file; FILE.packed where none is named." };

    public PackCommand()
        : base("pack", "Packs a text.")
    {
        Add(file);
        Add(output);
    }

    protected override void Run(ParseResult arguments, TextPacker packer)
    {
        string path = arguments.GetValue(file)!;
        byte[] text = File.ReadAllBytes(path);
        byte[] packed = packer.Pack(text);
        string destination = arguments.GetValue(output) ?? path + UnpackCommand.Extension;
        WriteNew(destination, packed);
        Sizes.Show(text, packed.Length);
        Console.WriteLine($"file     {destination}");
    }
}
