using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>A call whose blocks several threads work on at once; emitted code implements it by a struct of the call's arguments.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IParallelCall
{
    /// <summary>Works on blocks as long as there are any, as every thread of the call does.</summary>
    void Work(BlockQueue blocks);
}
