using System.CommandLine;
using System.Globalization;

namespace Compress;

/// <summary><c>unpack FILE.packed</c>: writes FILE.</summary>
internal sealed class UnpackCommand : PackingCommand
{
    /// <summary>What packed files end with.</summary>
    public const string Extension = ".packed";

    private readonly Argument<string> file = new("file") { Description = "A packed text." };
    private readonly Option<string?> output = new("--output") { Description = $"The text; the file's name without {Extension} where none is named." };

    public UnpackCommand()
        : base("unpack", "Unpacks a text.")
    {
        Add(file);
        Add(output);
    }

    protected override void Run(ParseResult arguments, TextPacker packer)
    {
        string path = arguments.GetValue(file)!;
        string destination = New(arguments.GetValue(output) ?? WithoutExtension(path));
        byte[] text = packer.Unpack(File.ReadAllBytes(path));
        WriteNew(destination, text);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"file     {destination}, {text.Length:#,0} bytes"));
    }

    private static string WithoutExtension(string path) =>
        path.EndsWith(Extension, StringComparison.Ordinal) ? path[..^Extension.Length] : throw new ArgumentException($"{path} does not end with {Extension}; name the text with --output.");
}
