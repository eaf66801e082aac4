using System.Globalization;

namespace SpanAttention.Mutations.Running;

/// <summary>A folder of images that a worker process reads, gone with this object.</summary>
internal sealed class ImageFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("mutants");

    /// <summary>The file of the code without a mistake, written once.</summary>
    public string Original(int subject, int width, Func<byte[]> image)
    {
        string file = Path.Combine(folder.FullName, string.Create(CultureInfo.InvariantCulture, $"{subject}.{width}.dll"));
        if (!File.Exists(file))
        {
            File.WriteAllBytes(file, image());
        }

        return file;
    }

    /// <summary>The file of a mutant, in the place of the one before.</summary>
    public string Mutant(byte[] image)
    {
        string file = Path.Combine(folder.FullName, "mutant.dll");
        File.WriteAllBytes(file, image);
        return file;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
