using System.ComponentModel;

namespace SpanAttention.Primitives;

/// <summary>A call whose blocks several threads work on at once; emitted code implements it by a struct of the call's arguments.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IParallelCall
{
    /// <summary>What every thread does: works on blocks as long as there are any.</summary>
    void Work(BlockQueue blocks);
}
