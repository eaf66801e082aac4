using System.Globalization;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>
/// Compiled declarations that are kept from run to run, in the folder that SPANATTENTION_IMAGES names; without it nothing is kept.
/// A run that has an image needs neither generator nor compiler.
/// </summary>
public static class CompiledImages
{
    private const string Variable = "SPANATTENTION_IMAGES";

    private static readonly string? Folder = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } folder ? folder : null;

    /// <summary>The image of whatever these texts determine, compiled where it is not kept yet.</summary>
    /// <param name="content">All that the image depends on.</param>
    public static byte[] Get(IEnumerable<string> content, Func<byte[]> compile)
    {
        if (Folder is null)
        {
            return compile();
        }

        string path = Path.Combine(Folder, $"{Hash(content)}.dll");
        if (!File.Exists(path))
        {
            Store(path, compile());
        }

        return File.ReadAllBytes(path);
    }

    // Whoever reads the file meanwhile must see all of it.
    private static void Store(string path, byte[] image)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        string unfinished = $"{path}.{Guid.NewGuid():N}";
        File.WriteAllBytes(unfinished, image);
        File.Move(unfinished, path, overwrite: true);
    }

    // FNV-1a, as the framework's own hashes need a library that an emulated machine lacks. Ends keep texts apart: "ab", "c" is not "a", "bc".
    private static string Hash(IEnumerable<string> content)
    {
        UInt128 hash = new(0x6c62272e07bb0142, 0x62b821756295c58d);
        UInt128 prime = new(0x0000000001000000, 0x000000000000013b);
        foreach (char letter in content.SelectMany(static text => text.Append('\0')))
        {
            hash = (hash ^ letter) * prime;
        }

        return hash.ToString("x32", CultureInfo.InvariantCulture);
    }
}
