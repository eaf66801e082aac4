namespace SpanAttention.Benchmarks.Tokens;

/// <summary>The rows of a register tile, 1 to 6, as a type: the compiler then leaves out the rows that are not there.</summary>
internal interface IRowCount
{
    static abstract int Rows { get; }
}
