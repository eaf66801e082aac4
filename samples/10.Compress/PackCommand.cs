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
        string destination = New(arguments.GetValue(output) ?? path + UnpackCommand.Extension);
        byte[] text = File.ReadAllBytes(path);
        byte[] packed = packer.Pack(text);
        WriteNew(destination, packed);
        Sizes.Show(text, packed.Length);
        Console.WriteLine($"file     {destination}");
    }
}
