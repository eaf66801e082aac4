namespace SpanAttention.Generators.Planning;

/// <summary>Ways of a block through a tile of keys: all its rows at once, or groups of 16, each as far as its last row sees.</summary>
internal enum Grouping
{
    /// <summary>All rows at once: they see the same keys, and none is idle.</summary>
    Never,

    /// <summary>By groups at an edge or where a whole group is idle, else all rows at once.</summary>
    Sometimes,

    /// <summary>By groups, whatever the call: declared lengths leave no tile that all rows of a block see.</summary>
    Always,
}
