namespace SpanAttention.Verification;

/// <summary>One way to call a layer, such as on a cache.</summary>
/// <param name="Name">The way in words.</param>
/// <param name="NewCall">Makes a call for so many tokens; on a cache of its own, where it has one.</param>
/// <param name="IsCached">Whether tokens may come call by call.</param>
internal sealed record LayerForm(string Name, Func<int, LayerCall> NewCall, bool IsCached = false)
{
    /// <summary>All ways in which a layer can be called.</summary>
    public static IEnumerable<LayerForm> Of(LayerRoutine routine)
    {
        yield return new LayerForm("Forward", _ => routine.Forward);
        if (routine.HasCache)
        {
            yield return new LayerForm("calls on a cache", _ => routine.NewCall(), IsCached: true);
        }

        if (routine.ForwardAdd is not null)
        {
            yield return new LayerForm("ForwardAdd", tokens => AddTo(routine, tokens));
        }
    }

    /// <summary>The first violation that there is in any of them.</summary>
    public static Violation? FirstViolation(LayerRoutine routine, Func<LayerForm, Violation?> find) =>
        Of(routine).Select(find).FirstOrDefault(static violation => violation is not null);

    /// <summary>Outputs of all tokens, call by call where they may come so.</summary>
    public float[] Outputs(LayerRoutine routine, LayerCase source)
    {
        float[] outputs = LayerCalls.NewOutputs(routine, source.Tokens);
        LayerCall call = NewCall(source.Tokens);
        if (IsCached)
        {
            LayerCalls.Call(routine, call, source, outputs, 0, source.Tokens);
        }
        else
        {
            call(source.Inputs, outputs);
        }

        return outputs;
    }

    // What is added to −0 is what it was.
    private static LayerCall AddTo(LayerRoutine routine, int tokens)
    {
        float[] residual = new float[tokens * routine.OutputDim];
        residual.AsSpan().Fill(-0f);
        return (inputs, destination) => routine.ForwardAdd!(inputs, residual, destination);
    }
}
