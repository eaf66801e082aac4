namespace SpanAttention.Mutations.Subjects;

/// <summary>Something that must hold of a subject's emitted code.</summary>
/// <param name="Name">What is tried, with the data.</param>
/// <param name="Differences">Where it does not hold.</param>
internal sealed record Trial(string Name, Func<IEnumerable<string>> Differences)
{
    /// <summary>The first difference; null where there is none. An exception is one.</summary>
    public string? FirstDifference()
    {
        try
        {
            return Differences().FirstOrDefault() is { } difference ? $"{Name}: {difference}" : null;
        }
        catch (Exception exception)
        {
            return $"{Name}: {exception.GetType().Name}: {exception.Message}";
        }
    }
}
