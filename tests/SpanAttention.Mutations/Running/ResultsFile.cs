using System.Globalization;
using SpanAttention.Mutations.Mutants;

namespace SpanAttention.Mutations.Running;

/// <summary>Results on disk, written as they come, so that another run need not repeat them.</summary>
internal sealed class ResultsFile
{
    private const char Separator = '\t';

    private readonly string? path;
    private readonly Lock writing = new();
    private readonly Dictionary<string, (Setting Setting, Verdict Verdict)> earlier = [];

    /// <param name="path">The file, which need not exist; null for none.</param>
    public ResultsFile(string? path)
    {
        this.path = path;
        if (File.Exists(path))
        {
            foreach (string[] fields in File.ReadLines(path).Select(static line => line.Split(Separator)))
            {
                Setting setting = new(bool.Parse(fields[1]), int.Parse(fields[2], CultureInfo.InvariantCulture));
                earlier[fields[0]] = (setting, Verdict.Parse(string.Join(Separator, fields[3..])));
            }
        }
    }

    /// <summary>What became of a mutant before; null where it did not run to the end, or survived and is to be tried again.</summary>
    public MutantResult? Find(Mutant mutant, bool retrySurvivors)
    {
        if (!earlier.TryGetValue(Key(mutant), out (Setting Setting, Verdict Verdict) result))
        {
            return null;
        }

        bool isFinal = result.Verdict.Outcome != Outcome.Survived || (result.Setting.IsSeparate && !retrySurvivors);
        return isFinal ? new MutantResult(mutant, result.Verdict, result.Setting) : null;
    }

    /// <summary>Whether a mutant ran before, and survived.</summary>
    public bool Survived(Mutant mutant) => earlier.TryGetValue(Key(mutant), out (Setting Setting, Verdict Verdict) result) && result.Verdict.Outcome == Outcome.Survived;

    public void Append(MutantResult result)
    {
        if (path is not null)
        {
            lock (writing)
            {
                File.AppendAllText(path, $"{Key(result.Mutant)}{Separator}{result.Setting.IsSeparate}{Separator}{result.Setting.Width}{Separator}{result.Verdict.Line}\n");
            }
        }
    }

    // What changes, and where: the same as long as the same is emitted.
    private static string Key(Mutant mutant) =>
        string.Create(CultureInfo.InvariantCulture, $"{mutant.Subject} {mutant.File} {mutant.Span} {mutant.Replacement}").ReplaceLineEndings(" ").Replace(Separator, ' ');
}
