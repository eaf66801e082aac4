namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>What is done to a placed operand.</summary>
internal enum Touch
{
    /// <summary>Its own elements are read.</summary>
    Within,

    /// <summary>The element before its first is read.</summary>
    Before,

    /// <summary>The element behind its last is read.</summary>
    Behind,

    /// <summary>It is written, though it may only be read.</summary>
    Write,
}
