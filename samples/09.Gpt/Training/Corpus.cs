using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using GptModel;

namespace GptTraining;

/// <summary>Texts to learn from, and texts that are held out: every file is one or the other, as its name decides, so that the same files are held out wherever they lie.</summary>
internal sealed class Corpus
{
    private const ulong HeldOutOf = 16; // one file of so many
    private const int LeastWindows = 4;

    private static readonly EnumerationOptions Everything = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden | FileAttributes.System };
    private static readonly string[] Extensions = [".cs", ".md", ".csproj", ".props", ".targets", ".txt"];
    private static readonly string[] BuildFolders = ["bin", "obj", "artifacts", "packages"];

    private Corpus(int[] learned, IReadOnlyList<byte[]> heldOut, string description)
    {
        Learned = learned;
        HeldOut = heldOut;
        Description = description;
    }

    /// <summary>Tokens to learn from: every text after a mark.</summary>
    public int[] Learned { get; }

    /// <summary>Texts that are held out.</summary>
    public IReadOnlyList<byte[]> HeldOut { get; }

    /// <summary>What it is, in words.</summary>
    public string Description { get; }

    /// <summary>Reads a file or a folder; without a path, the repository that this program was built in.</summary>
    /// <exception cref="IOException">There is none, or it cannot be read.</exception>
    /// <exception cref="InvalidDataException">There is too little to learn from and to hold out.</exception>
    public static Corpus Read(string? path, GptShape shape)
    {
        path ??= Repository();
        return File.Exists(path) ? OfFile(path, shape) : OfFolder(path, shape);
    }

    /// <summary>All held-out texts as one row of tokens, each after a mark.</summary>
    public int[] HeldOutTokens(GptShape shape) => Row(HeldOut, shape);

    /// <summary>XXH3 of what is learned and what is held out.</summary>
    public ulong Hash()
    {
        XxHash3 hash = new();
        hash.Append(MemoryMarshal.AsBytes<int>(Learned));
        foreach (byte[] text in HeldOut)
        {
            hash.Append(text);
        }

        return hash.GetCurrentHashAsUInt64();
    }

    /// <summary>A file is cut into pieces of 64 KB, of which every 16th is held out.</summary>
    private static Corpus OfFile(string path, GptShape shape)
    {
        byte[][] pieces = [.. File.ReadAllBytes(path).Chunk(1 << 16)];
        return Create(
            [.. pieces.Where((_, index) => index % (int)HeldOutOf != (int)HeldOutOf - 1 && index != pieces.Length - 1)],
            [.. pieces.Where((_, index) => index % (int)HeldOutOf == (int)HeldOutOf - 1 || index == pieces.Length - 1)],
            Path.GetFileName(path),
            shape);
    }

    private static Corpus OfFolder(string path, GptShape shape)
    {
        string[] names = [.. Directory.EnumerateFiles(path, "*", Everything).Select(file => Path.GetRelativePath(path, file).Replace('\\', '/')).Where(IsText).Order(StringComparer.Ordinal)];
        byte[][] Texts(bool isHeldOut) => [.. names.Where(name => IsHeldOut(name) == isHeldOut).Select(name => File.ReadAllBytes(Path.Combine(path, name)))];
        return Create(Texts(isHeldOut: false), Texts(isHeldOut: true), $"{names.Length} files of {Path.GetFileName(Path.GetFullPath(path))}", shape);
    }

    private static Corpus Create(byte[][] learned, byte[][] heldOut, string name, GptShape shape)
    {
        int[] row = Row(learned, shape);
        long held = heldOut.Sum(static text => text.LongLength);
        int least = LeastWindows * shape.ContextLength;
        if (row.Length < least || held < least)
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"{name} has {row.Length} bytes to learn from and {held} to hold out; {least} are needed of each, {LeastWindows} windows of {shape.ContextLength}."));
        }

        return new(row, heldOut, string.Create(CultureInfo.InvariantCulture, $"{name}: {row.Length:#,0} bytes to learn from, {held:#,0} held out"));
    }

    private static int[] Row(IEnumerable<byte[]> texts, GptShape shape)
    {
        GptTokenizer tokenizer = GptTokenizer.For(shape);
        return [.. texts.SelectMany(text => tokenizer.Encode(text).Prepend(shape.Mark))];
    }

    private static bool IsText(string name)
    {
        string[] parts = name.Split('/');
        return Extensions.Contains(Path.GetExtension(name)) && !parts.Any(part => part.StartsWith('.') || BuildFolders.Contains(part));
    }

    /// <summary>By FNV-1a of the name.</summary>
    private static bool IsHeldOut(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (char character in name)
        {
            hash = (hash ^ character) * 1099511628211;
        }

        return (hash >> 32) % HeldOutOf == 0;
    }

    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Directory.Packages.props")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new DirectoryNotFoundException("The program does not lie in the repository that it was built in; name a file or a folder to learn from.");
    }
}
