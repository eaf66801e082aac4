namespace SpanAttention.Verification;

/// <summary>Inputs of one call, laid out in memory of their own: tensors between numbers that no call may read or write.</summary>
internal abstract class CallInputs
{
    /// <summary>The tensors, by the names of the call's parameters.</summary>
    public abstract IReadOnlyList<(string Name, Guarded Tensor)> Tensors { get; }

    /// <summary>Tells whether query, key and value are one tensor.</summary>
    public virtual bool IsOneTensor => false;

    /// <summary>The tensor that was written into; null where none was.</summary>
    public string? Written => Tensors.FirstOrDefault(static input => input.Tensor.TensorChanged).Name;

    /// <summary>The tensor beside which something was written; null where nothing was.</summary>
    public string? WrittenBeside => Tensors.FirstOrDefault(static input => input.Tensor.GuardsChanged).Name;

    /// <summary>Makes the call.</summary>
    /// <param name="first">What it writes.</param>
    /// <param name="second">What it writes beside that; empty where it writes nothing more.</param>
    public abstract void Call(Span<float> first, Span<float> second);

    /// <summary>Puts the numbers of another case of the same lengths where these are.</summary>
    public abstract void Replace(AttentionCase source);
}
