using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.References;

/// <summary>The canonical order of a layer's gradients: from outputs to contexts, through attention sequence by sequence, then from queries, keys and values to inputs and weights, all tokens of a call together.</summary>
/// <param name="arithmetic">The canon.</param>
/// <param name="declaration">The layer.</param>
/// <param name="tensors">Its weights.</param>
/// <param name="gradients">Their gradients by name, which are added to; empty where they are not declared.</param>
public sealed class CanonicalLayerBackward(CanonicalArithmetic arithmetic, LayerDeclaration declaration, LayerTensors tensors, IReadOnlyDictionary<string, float[]> gradients)
{
    private readonly LayerProjections projections = new(declaration, tensors);
    private readonly CanonicalProjection all = new(arithmetic);
    private readonly CanonicalHeads heads = new(arithmetic, declaration, tensors);
    private readonly CanonicalAttention attention = new(arithmetic, declaration.Shape);
    private readonly CanonicalBackward backward = new(arithmetic, declaration.Shape);
    private readonly CanonicalActivation sigma = new(arithmetic, Activation.None);
    private readonly CanonicalWeightGradient weights = new(arithmetic, declaration.WeightLayout, gradients);

    /// <summary>Gradients of what a call takes; those of weights are added to what is there.</summary>
    /// <param name="sequences">The sequences of the call.</param>
    /// <param name="destinationGradient">Gradients of all outputs.</param>
    public LayerGradients Backward(IReadOnlyList<LayerInputs> sequences, float[] destinationGradient)
    {
        Sequence[] taped = [.. sequences.Select(Forward)];
        float[] contexts = [.. taped.SelectMany(static sequence => sequence.Result.Context)];
        float[] shares = [.. taped.SelectMany(static sequence => sequence.Shares)];
        float[] contextGradient = OutputsBackward(destinationGradient, Gated(contexts, shares));
        float[] gateGradient = [.. contextGradient.Zip(contexts, static (gradient, context) => gradient * context).Zip(shares, static (gradient, share) => gradient * (share * (1 - share)))];
        contextGradient = Gated(contextGradient, shares);

        Side queries = new(projections.Query, "Query");
        Side keys = new(projections.Key, "Key");
        Side values = new(projections.Value, "Value");
        List<float> bias = [];
        int first = 0;
        foreach (Sequence sequence in taped)
        {
            int end = first + sequence.Result.Context.Length;
            CallGradients call = backward.Backward(sequence.Heads, sequence.Result, contextGradient[first..end]);
            first = end;
            queries.Gradients.AddRange(heads.QueriesBackward(sequence.Queries, call.Query, sequence.Inputs, Gradient));
            keys.Gradients.AddRange(heads.KeysBackward(sequence.Keys, call.Key, sequence.Inputs, Gradient));
            values.Gradients.AddRange(call.Value);
            bias.AddRange(call.Bias);
            Add(sequence.Inputs.QueryLength > 0 ? call.Sinks : [], Gradient("Sinks"));
        }

        Side[] gates = declaration.OutputGate ? [new(projections.Gate, "Gate")] : [];
        gates.ToList().ForEach(gate => gate.Gradients.AddRange(gateGradient));
        float[] inputs = [.. sequences.SelectMany(static sequence => sequence.Inputs)];
        float[] keyInputs = [.. sequences.SelectMany(static sequence => sequence.KeyInputs)];
        float[] valueInputs = [.. sequences.SelectMany(static sequence => sequence.ValueInputs)];
        return declaration switch
        {
            { IsCross: false } => new(Return(inputs, [queries, keys, values, .. gates]), [], [], [.. bias]),
            { KeyInputDim: null } => new(Return(inputs, [queries, .. gates]), Return(keyInputs, [keys, values]), [], [.. bias]),
            _ => new(Return(inputs, [queries, .. gates]), Return(keyInputs, [keys]), Return(valueInputs, [values]), [.. bias]),
        };
    }

    private Sequence Forward(LayerInputs inputs)
    {
        float[] queries = all.Project(projections.Query, inputs.Inputs, inputs.QueryLength);
        float[] keys = all.Project(projections.Key, inputs.KeyInputs, inputs.KeyLength);
        float[] values = all.Project(projections.Value, inputs.ValueInputs, inputs.KeyLength);
        AttentionInputs attended = new(heads.Queries(queries, inputs), heads.Keys(keys, inputs), values, inputs.QueryLength, inputs.KeyLength, inputs.KeyLength)
        {
            Mask = inputs.Mask,
            Bias = inputs.Bias,
            Sinks = tensors.Sinks,
        };
        float[] shares = declaration.OutputGate ? [.. all.Project(projections.Gate, inputs.Inputs, inputs.QueryLength).Select(sigma.Sigma)] : [];
        return new(inputs, queries, keys, attended, attention.Forward(attended), shares);
    }

    private float[] OutputsBackward(float[] destinationGradient, float[] contexts)
    {
        if (!declaration.OutputProjection)
        {
            return destinationGradient;
        }

        Side outputs = new(projections.Output, "Output");
        outputs.Gradients.AddRange(destinationGradient);
        return Return(contexts, [outputs]);
    }

    /// <summary>Gradients of what is projected; those of the weights are added to.</summary>
    private float[] Return(float[] inputs, Side[] sides)
    {
        int inputDim = sides[0].Projection.InputDim;
        float[][] tokens = [.. inputs.Chunk(inputDim)];
        float[] result = new float[inputs.Length];
        foreach (Side side in sides.Where(_ => tokens.Length > 0))
        {
            float[][] slopes = [.. side.Gradients.Chunk(side.Projection.OutputDim)];
            string name = declaration.FusedQueryKeyValue && (side.Name is "Query" or "Key" or "Value") ? "QueryKeyValue" : side.Name;
            weights.Add(name, name + "Bias", slopes, tokens, side.Projection.TotalOutputs, side.Projection.FirstOutput);
            for (int token = 0; token < tokens.Length; token++)
            {
                all.Return(side.Projection, slopes[token], result.AsSpan(token * inputDim, inputDim));
            }
        }

        return result;
    }

    private float[] Gated(float[] numbers, float[] shares) => declaration.OutputGate ? [.. numbers.Zip(shares, static (number, share) => number * share)] : numbers;

    private float[] Gradient(string name) => gradients.TryGetValue(name, out float[]? gradient) ? gradient : [];

    private static void Add(float[] numbers, float[] sums)
    {
        for (int x = 0; x < numbers.Length; x++)
        {
            sums[x] += numbers[x];
        }
    }

    /// <summary>One sequence on its way forward.</summary>
    private sealed record Sequence(LayerInputs Inputs, float[] Queries, float[] Keys, AttentionInputs Heads, AttentionResult Result, float[] Shares);

    /// <summary>A projection and the gradients of all that it projected.</summary>
    private sealed record Side(Projection Projection, string Name)
    {
        public List<float> Gradients { get; } = [];
    }
}
