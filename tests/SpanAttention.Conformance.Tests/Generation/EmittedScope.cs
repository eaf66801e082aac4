namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>Which declarations the generator emits code for.</summary>
public static class EmittedScope
{
    /// <summary>Whether the options of [Attention] are among them: windows, soft cap, mask, bias, ALiBi, sinks, dropout, strides.</summary>
    public static bool Options => true;
}
