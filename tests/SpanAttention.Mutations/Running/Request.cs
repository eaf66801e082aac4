using System.Globalization;

namespace SpanAttention.Mutations.Running;

/// <summary>Asks a worker to try an image of a subject's code.</summary>
/// <param name="Subject">The subject's number.</param>
/// <param name="Original">The file of the code without a mistake.</param>
/// <param name="Mutant">The file of the mutant.</param>
internal readonly record struct Request(int Subject, string Original, string Mutant)
{
    private const char Separator = '\t';

    /// <summary>As one line between processes.</summary>
    public string Line => string.Create(CultureInfo.InvariantCulture, $"{Subject}{Separator}{Original}{Separator}{Mutant}");

    public static Request Parse(string line)
    {
        string[] fields = line.Split(Separator);
        return new Request(int.Parse(fields[0], CultureInfo.InvariantCulture), fields[1], fields[2]);
    }
}
