using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Planning;

/// <summary>Rows that a layer keeps on its tape, one a token.</summary>
/// <param name="Name">Names them: <c>queries</c>.</param>
/// <param name="Floats">Floats of a row.</param>
/// <param name="Width">The same as emitted code names it.</param>
internal sealed record TapeRun(string Name, int Floats, string Width)
{
    /// <summary>There is a row a context token.</summary>
    public bool IsOfContext { get; init; }

    /// <summary>The rows as a region of the tape.</summary>
    public Region Region => Region.OfTokens(Name, Width, Floats);

    /// <summary>The constant that says what other rows of a token come before: <c>TapedQueriesOffset</c>.</summary>
    public string Offset => $"Taped{Casing.Pascal(Name)}Offset";

    /// <summary>The first row, as an expression.</summary>
    public string First => IsOfContext ? $"tape.ContextRun(TapedLength, {Offset})" : $"tape.Run({Offset})";

    /// <summary>A later row, as an expression.</summary>
    /// <param name="token">Its token.</param>
    public string At(string token) => $"Floats.At(ref {First}, (nint){token} * {Width})";
}
