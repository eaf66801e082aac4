namespace SpanAttention.Verification;

/// <summary>Memory around tensors: how much lies before each, and what is in it.</summary>
/// <param name="Before">Numbers before each tensor; odd ones leave it at no boundary of vectors.</param>
/// <param name="Number">Numbers beside tensors of floats.</param>
/// <param name="Participates">What lies beside masks.</param>
internal readonly record struct Surroundings(int Before, float Number, bool Participates)
{
    /// <summary>Zeros behind each tensor, which begins where the runtime puts it.</summary>
    public static Surroundings Plain => default;
}
