namespace SpanAttention.Verification;

/// <summary>Place at which a call's result is not what a property says, such as row 3 of head 0.</summary>
/// <param name="Place">The place in words.</param>
/// <param name="Expected">What should be there.</param>
/// <param name="Actual">What is there.</param>
internal sealed record Violation(string Place, string Expected, string Actual)
{
    /// <summary>The case of the call that failed; null where it is the one that the property was tried on.</summary>
    public object? Case { get; init; }

    /// <summary>Says what else there is to say, a line each.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Tells whether the call did not return.</summary>
    public bool Hangs { get; init; }

    public override string ToString() => $"{Place}: expected {Expected}, actual {Actual}";

    /// <summary>The exception that a call threw, and from where.</summary>
    public static Violation Of(Exception exception) => new("the call", "no exception", $"{exception.GetType().Name}: {exception.Message}")
    {
        Notes = [.. (exception.StackTrace ?? "").Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)],
    };
}

/// <summary>Adds to a violation, if there is one.</summary>
internal static class ViolationExtensions
{
    /// <summary>With the case of the call that failed.</summary>
    public static Violation? Of(this Violation? violation, object failed) => violation is null ? null : violation with { Case = violation.Case ?? failed };

    /// <summary>With more words after its place.</summary>
    public static Violation? Where(this Violation? violation, string words) => violation is null ? null : violation with { Place = $"{violation.Place}, {words}" };
}
