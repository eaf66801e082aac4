using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Reading;

/// <summary>Metadata names of the attributes that declare attention, and what it is plugged into.</summary>
internal static class AttributeNames
{
    public static readonly IReadOnlyList<(DeclarationKind Kind, string MetadataName)> All =
    [
        (DeclarationKind.SelfAttention, "SpanAttention.SelfAttentionAttribute"),
        (DeclarationKind.Attention, "SpanAttention.AttentionAttribute"),
        (DeclarationKind.MultiHeadAttention, "SpanAttention.MultiHeadAttentionAttribute"),
        (DeclarationKind.CrossAttention, "SpanAttention.CrossAttentionAttribute"),
        (DeclarationKind.AdditiveAttention, "SpanAttention.AdditiveAttentionAttribute"),
        (DeclarationKind.Linear, "SpanAttention.LinearAttribute"),
        (DeclarationKind.FeedForward, "SpanAttention.FeedForwardAttribute"),
        (DeclarationKind.TransformerBlock, "SpanAttention.TransformerBlockAttribute"),
    ];

    public static string Of(DeclarationKind kind) => All.First(name => name.Kind == kind).MetadataName;

    /// <summary>The kind that an attribute declares; null for any other attribute.</summary>
    public static DeclarationKind? Find(string metadataName)
    {
        foreach ((DeclarationKind kind, string name) in All)
        {
            if (name == metadataName)
            {
                return kind;
            }
        }

        return null;
    }
}
