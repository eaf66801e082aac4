namespace SpanAttention.Verification;

/// <summary>The words of a statement.</summary>
internal interface ILaw
{
    /// <summary>An identifier, such as <c>RowsSumToOne</c>.</summary>
    string Name { get; }

    /// <summary>The statement as an equation.</summary>
    string Equation { get; }

    /// <summary>Reason for which it holds.</summary>
    string Reason { get; }
}
