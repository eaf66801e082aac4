using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Reading;

/// <summary>Metadata names of the attributes that declare attention.</summary>
internal static class AttributeNames
{
    public static readonly IReadOnlyList<(AttentionKind Kind, string MetadataName)> All =
    [
        (AttentionKind.SelfAttention, "SpanAttention.SelfAttentionAttribute"),
        (AttentionKind.Attention, "SpanAttention.AttentionAttribute"),
        (AttentionKind.MultiHeadAttention, "SpanAttention.MultiHeadAttentionAttribute"),
        (AttentionKind.AdditiveAttention, "SpanAttention.AdditiveAttentionAttribute"),
    ];

    public static string Of(AttentionKind kind) => All.First(name => name.Kind == kind).MetadataName;

    /// <summary>The kind that an attribute declares; null for any other attribute.</summary>
    public static AttentionKind? Find(string metadataName)
    {
        foreach ((AttentionKind kind, string name) in All)
        {
            if (name == metadataName)
            {
                return kind;
            }
        }

        return null;
    }
}
