using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Routines;

/// <summary>One of a layer's inputs, with all that is projected of it: what its gradient is a sum of.</summary>
/// <param name="Method">The method that goes back from their gradients.</param>
/// <param name="Inputs">The tape's rows of it.</param>
/// <param name="Gradient">Its gradient.</param>
/// <param name="Projections">What is projected of it, in the order in which their gradients are added up.</param>
internal sealed record LayerSide(string Method, TapeRun Inputs, Tensor Gradient, IReadOnlyList<LayerSide.Projected> Projections)
{
    /// <summary>Its tokens are those of contexts.</summary>
    public bool IsOfContext => Inputs.IsOfContext;

    /// <summary>All inputs of a layer.</summary>
    public static IReadOnlyList<LayerSide> Of(LayerBackwardPlan plan)
    {
        TapePlan tape = plan.Tape;
        LayerTensors tensors = LayerTensors.OfSequences(plan.Layer);
        Projected[] all =
        [
            new(LayerProjection.Query, tape.Queries, tape.PlainQueries, tape.Inputs, tensors.Inputs),
            new(LayerProjection.Key, tape.Keys, tape.PlainKeys, tape.KeyInputs, tensors.KeyInputs),
            new(LayerProjection.Value, tape.Values, Plain: null, tape.ValueInputs, tensors.ValueInputs),
            .. tape.Gates is { } gates ? [new(LayerProjection.Gate, gates, Plain: null, tape.Inputs, tensors.Inputs)] : Array.Empty<Projected>(),
        ];
        return [.. all.GroupBy(static projected => projected.Inputs).Select(static side => new LayerSide(
            $"Differentiate{Text.Casing.Pascal(side.Key.Name)}",
            side.Key,
            LayerTensors.InputGradient(side.First().Tensor),
            [.. side]))];
    }

    /// <summary>One projection of it.</summary>
    /// <param name="Projection">The projection.</param>
    /// <param name="Run">The tape's rows of what was projected, as it attends.</param>
    /// <param name="Plain">The same before it was normalized; null where it is not.</param>
    /// <param name="Inputs">The tape's rows of the inputs.</param>
    /// <param name="Tensor">The inputs.</param>
    internal sealed record Projected(LayerProjection Projection, TapeRun Run, TapeRun? Plain, TapeRun Inputs, Tensor Tensor)
    {
        /// <summary>Its heads are normalized or rotated, where the layer's are.</summary>
        public bool HasHeadSteps => Projection == LayerProjection.Query || Projection == LayerProjection.Key;
    }
}
