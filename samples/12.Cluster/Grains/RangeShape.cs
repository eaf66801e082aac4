namespace Cluster.Grains;

/// <summary>What client and silo must agree on before numbers mean anything.</summary>
/// <param name="Version">Version of the calls.</param>
/// <param name="Heads">Heads of a token.</param>
/// <param name="HeadDim">Floats of a head.</param>
/// <param name="RangeTokens">Tokens that one grain keeps of a layer, whole tiles of 64.</param>
/// <param name="Weights">Hash of the model's weights.</param>
[GenerateSerializer, Immutable]
public sealed record RangeShape([property: Id(0)] int Version, [property: Id(1)] int Heads, [property: Id(2)] int HeadDim, [property: Id(3)] int RangeTokens, [property: Id(4)] ulong Weights)
{
    /// <summary>The version of this program.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Floats of a token's keys, as many as of its values.</summary>
    public int TokenFloats => Heads * HeadDim;

    /// <summary>Bytes of a range's keys and values.</summary>
    public long RangeBytes => 2L * RangeTokens * TokenFloats * sizeof(float);
}
