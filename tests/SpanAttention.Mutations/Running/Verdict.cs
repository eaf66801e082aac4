namespace SpanAttention.Mutations.Running;

/// <summary>What became of a mutant, and what showed it.</summary>
internal sealed record Verdict(Outcome Outcome, string Evidence)
{
    public bool IsKilled => Outcome is Outcome.Killed or Outcome.Crashed or Outcome.TimedOut or Outcome.Spoiled;

    /// <summary>As one line between processes.</summary>
    public string Line => $"{Outcome}\t{Evidence.ReplaceLineEndings(" ").Replace('\t', ' ')}";

    public static Verdict Parse(string line)
    {
        string[] fields = line.Split('\t', 2);
        return new Verdict(Enum.Parse<Outcome>(fields[0]), fields[1]);
    }
}
