using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>Axes of a tensor of which every sequence of a call has a part of its own.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum SequenceAxes
{
    /// <summary>Keys: 5 of a sequence that sees 5.</summary>
    Keys,

    /// <summary>Queries × keys: 3 × 5 of a sequence of 3 tokens that sees 5.</summary>
    Pairs,
}
