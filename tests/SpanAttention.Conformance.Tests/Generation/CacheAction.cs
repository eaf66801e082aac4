namespace SpanAttention.Conformance.Tests.Generation;

/// <summary>What can be done to one of two caches.</summary>
public enum CacheAction
{
    Add,
    Decode,
    Truncate,
    Reset,
    CopyToOther,
    SaveToOther,
    Switch,
}
