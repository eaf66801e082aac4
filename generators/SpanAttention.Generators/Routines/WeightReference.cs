namespace SpanAttention.Generators.Routines;

/// <summary>Packed weights as arguments of a call.</summary>
/// <param name="Weight">A reference to the first of them.</param>
/// <param name="Scale">A reference to the first of their scales; empty where they have none.</param>
internal sealed record WeightReference(string Weight, string Scale)
{
    /// <summary>Both, as they stand among other arguments.</summary>
    public string Arguments => Scale.Length == 0 ? $"{Weight}, " : $"{Weight}, {Scale}, ";
}
