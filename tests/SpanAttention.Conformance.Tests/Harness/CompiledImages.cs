using System.Security.Cryptography;
using System.Text;

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

    // Lengths keep texts apart: "ab", "c" is not "a", "bc".
    private static string Hash(IEnumerable<string> content)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string text in content)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            hash.AppendData(BitConverter.GetBytes(bytes.Length));
            hash.AppendData(bytes);
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }
}
