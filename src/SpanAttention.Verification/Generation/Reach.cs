namespace SpanAttention.Verification;

/// <summary>Says how long the longest cases of a property are.</summary>
internal enum Reach
{
    /// <summary>A few tokens.</summary>
    Short,

    /// <summary>A tile or two, and what lies around declared windows.</summary>
    Middle,

    /// <summary>1,025 keys, 257 queries.</summary>
    Far,
}
