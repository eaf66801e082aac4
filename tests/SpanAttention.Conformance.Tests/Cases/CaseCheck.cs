using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Runs a case with some routines and lists what differs.</summary>
public static class CaseCheck
{
    public static IReadOnlyList<string> Differences(ConformanceCase source, IRoutines routines, bool declareLengths)
    {
        if (source.Set == "book")
        {
            return BookCases.Differences(source, routines, declareLengths);
        }

        if (source.Operator.StartsWith("mha", StringComparison.Ordinal))
        {
            return [.. TorchLayerCases.Read(source).SelectMany(layerCase => Differences(layerCase, routines, declareLengths))];
        }

        AttentionCase attentionCase = ReadAttention(source);
        return [.. attentionCase.Calls.SelectMany(call => Differences(attentionCase.Shape, call, routines, declareLengths))];
    }

    public static IReadOnlyList<string> Differences(LayerCase layerCase, IRoutines routines, bool declareLengths) =>
        [.. layerCase.Calls.SelectMany(call => Differences(layerCase, call, routines, declareLengths)), .. layerCase.Declaration.Gradients ? GradientDifferences(layerCase, routines, declareLengths) : []];

    private static AttentionCase ReadAttention(ConformanceCase source) => TorchCases.IsAttention(source) ? TorchCases.Read(source) : OnnxCases.Read(source);

    private static IEnumerable<string> Differences(AttentionShape shape, AttentionCall call, IRoutines routines, bool declareLengths)
    {
        AttentionInputs inputs = call.Inputs;
        AttentionDeclaration declaration = declareLengths ? new AttentionDeclaration(shape, inputs.QueryLength, inputs.KeyLength) : new AttentionDeclaration(shape);
        IAttentionRoutine routine = routines.Attention(declaration);
        string?[] differences =
        [
            call.ReadingError,
            call.Context.Difference(routine.Forward(inputs).Context),
            call.Weights?.Difference(call.WeightsAreDropped ? Dropped(shape, inputs, routine.Weights(inputs)) : routine.Weights(inputs)),
            call.Scores?.Difference(routine.Scores(inputs, call.ScoreStage)),
            .. shape.Gradients ? GradientDifferences(call, routine) : [],
        ];
        return differences.OfType<string>();
    }

    private static IEnumerable<string?> GradientDifferences(AttentionCall call, IAttentionRoutine routine)
    {
        CallGradients gradients = routine.Backward(call.Inputs, call.ContextGradient!);
        return from expected in call.Gradients select expected.Value.Difference(gradients.All.First(gradient => gradient.Name == expected.Key + "Gradient").Numbers);
    }

    /// <summary>Gradients of weights add up over the calls.</summary>
    private static IEnumerable<string> GradientDifferences(LayerCase layerCase, IRoutines routines, bool declareLengths)
    {
        Dictionary<string, float[]> gradients = LayerTensors.All.ToDictionary(static name => name, name => new float[layerCase.Tensors.Of(name).Length]);
        List<string?> differences = [];
        foreach (LayerCall call in layerCase.Calls)
        {
            if (Routine(layerCase, call, routines, declareLengths) is not ILearningLayer layer)
            {
                return [];
            }

            differences.Add(call.InputGradient!.Difference(layer.Backward(call.Inputs, call.DestinationGradient!, gradients).Inputs));
        }

        differences.AddRange(layerCase.Gradients.Select(expected => expected.Value.Difference(gradients[expected.Key])));
        return differences.OfType<string>();
    }

    private static ILayerRoutine Routine(LayerCase layerCase, LayerCall call, IRoutines routines, bool declareLengths) =>
        routines.Layer(layerCase.Declaration with { SequenceLength = declareLengths ? call.Inputs.QueryLength : null }, layerCase.Tensors);

    private static IEnumerable<string> Differences(LayerCase layerCase, LayerCall call, IRoutines routines, bool declareLengths)
    {
        LayerDeclaration declaration = layerCase.Declaration with { SequenceLength = declareLengths ? call.Inputs.QueryLength : null };
        ILayerRoutine routine = routines.Layer(declaration, layerCase.Tensors);
        string?[] differences =
        [
            call.Output.Difference(routine.Forward(call.Inputs)),
            call.Weights?.Difference(routine.AttentionWeights(call.Inputs)),
            call.MeanWeights?.Difference(Mean(routine.AttentionWeights(call.Inputs), declaration.Heads)),
            layerCase.Chunks.Count == 0 ? null : call.Output.Difference(ForwardInChunks(layerCase, call, routines)),
        ];
        return differences.OfType<string>();
    }

    private static float[] ForwardInChunks(LayerCase layerCase, LayerCall call, IRoutines routines) =>
        routines.Layer(layerCase.Declaration with { ContextLength = layerCase.Chunks.Sum() }, layerCase.Tensors).ForwardInChunks(call.Inputs, layerCase.Chunks);

    private static float[] Dropped(AttentionShape shape, AttentionInputs inputs, float[] weights) =>
        [.. weights.Zip(inputs.Keep, (weight, kept) => kept ? weight * (float)shape.KeepScale : 0)];

    private static float[] Mean(float[] weights, int heads)
    {
        int length = weights.Length / heads;
        return [.. Enumerable.Range(0, length).Select(index => (float)(Enumerable.Range(0, heads).Sum(head => (double)weights[(head * length) + index]) / heads))];
    }
}
