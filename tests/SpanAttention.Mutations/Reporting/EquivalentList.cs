using System.Text.Json;
using SpanAttention.Mutations.Mutants;

namespace SpanAttention.Mutations.Reporting;

/// <summary>The mutants that are known to make no difference.</summary>
internal sealed class EquivalentList
{
    private const string FileName = "Equivalent.json";

    private static readonly JsonSerializerOptions Format = new() { PropertyNameCaseInsensitive = true, ReadCommentHandling = JsonCommentHandling.Skip };

    private readonly IReadOnlyList<Equivalent> entries;

    private EquivalentList(IReadOnlyList<Equivalent> entries) => this.entries = entries;

    public static EquivalentList Read() =>
        new(JsonSerializer.Deserialize<Equivalent[]>(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, FileName)), Format)!);

    /// <summary>The entry that explains a mutant, if there is one.</summary>
    public Equivalent? Of(Mutant mutant) => entries.FirstOrDefault(entry => entry.Matches(mutant));

    /// <summary>Entries that none of all mutants is.</summary>
    public IEnumerable<Equivalent> Unused(IReadOnlyList<Mutant> mutants) => entries.Where(entry => !mutants.Any(entry.Matches));
}
