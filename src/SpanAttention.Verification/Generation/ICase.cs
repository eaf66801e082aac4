namespace SpanAttention.Verification;

/// <summary>Says what a search must know of a case.</summary>
internal interface ICase
{
    /// <summary>Multiply-adds of one call, about.</summary>
    long Work { get; }

    /// <summary>Says what there is how many of, such as 3 queries.</summary>
    IEnumerable<(string Noun, int Length)> Lengths { get; }
}
