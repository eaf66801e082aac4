namespace SpanAttention.Verification;

/// <summary>A number, and how far careful float arithmetic may be from it.</summary>
/// <param name="Number">The number.</param>
/// <param name="Error">How far it may be off.</param>
internal readonly record struct Errant(double Number, double Error)
{
    /// <summary>The largest magnitude that it may be computed as.</summary>
    public double Largest => Math.Abs(Number) + Error;

    /// <summary>The product, rounded twice and near the smallest number; the same number without another factor.</summary>
    public Errant Times(Errant? factor) => factor is { } other
        ? new(Number * other.Number, (Error * other.Largest) + (Math.Abs(Number) * other.Error) + (2 * Precision.Float * Largest * other.Largest) + (2 * float.Epsilon))
        : this;

    /// <summary>The difference, rounded once.</summary>
    public Errant Minus(Errant other) => new(Number - other.Number, Error + other.Error + (Precision.Float * (Math.Abs(Number - other.Number) + Error + other.Error)));
}
