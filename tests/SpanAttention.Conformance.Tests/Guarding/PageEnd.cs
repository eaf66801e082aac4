namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>Which end of its pages an operand touches.</summary>
internal enum PageEnd
{
    /// <summary>Its first element is the first that may be touched.</summary>
    First,

    /// <summary>Its last element is the last that may be touched.</summary>
    Last,
}
