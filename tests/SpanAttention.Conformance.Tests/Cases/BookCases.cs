using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Cases;

/// <summary>Recomputes every tensor of a chapter's case and compares it with the exact and the printed numbers.</summary>
public static class BookCases
{
    public static IReadOnlyList<string> Differences(ConformanceCase source, IRoutines routines, bool declareLengths)
    {
        Dictionary<string, float[]> results = Results(source, routines, declareLengths);
        IEnumerable<string?> exact = source.Outputs.Values.Select(tensor => tensor.Expect().Difference(results[tensor.Name]));
        IEnumerable<string?> printed = source.Printed.Select(tensor => tensor.Expect().Difference(Printed(source, results, tensor.Name)));
        return [.. exact.Concat(printed).OfType<string>()];
    }

    private static float[] Printed(ConformanceCase source, Dictionary<string, float[]> results, string name) =>
        results.TryGetValue(name, out float[]? result) ? result : source.Inputs[name].Data;

    private static Dictionary<string, float[]> Results(ConformanceCase source, IRoutines routines, bool declareLengths) => source.Name switch
    {
        "book_simplified_all_queries" => Simplified(source, routines, declareLengths),
        "book_trainable_single_query" => SingleQuery(source, routines, declareLengths),
        "book_causal_mask_variants" => MaskVariants(source, routines, declareLengths),
        "book_multi_head_attention_wrapper" => Wrapper(source, routines, declareLengths),
        _ => Layer(source, routines, declareLengths),
    };

    private static Dictionary<string, float[]> Simplified(ConformanceCase source, IRoutines routines, bool declareLengths)
    {
        Tensor inputs = source.Inputs["inputs"];
        int tokens = inputs.Shape[0];
        ISelfAttentionRoutine routine = routines.SelfAttention(new SelfAttentionDeclaration(inputs.Shape[1], ScoreNormalization.Softmax, declareLengths ? tokens : null));
        float[] weights = routine.Weights(inputs.Data);
        return new Dictionary<string, float[]>
        {
            ["attn_scores"] = routine.Scores(inputs.Data),
            ["attn_weights"] = weights,
            ["attn_weights_row_sums"] = [.. weights.Chunk(tokens).Select(row => row.Sum())],
            ["all_context_vecs"] = routine.Forward(inputs.Data),
        };
    }

    private static Dictionary<string, float[]> SingleQuery(ConformanceCase source, IRoutines routines, bool declareLengths)
    {
        const int Token = 1;
        float[] queries = Project(source, "W_query", "inputs");
        float[] keys = Project(source, "W_key", "inputs");
        float[] values = Project(source, "W_value", "inputs");
        int tokens = source.Inputs["inputs"].Shape[0];
        int dim = source.Inputs["W_query"].Shape[1];
        float[] query = queries[(Token * dim)..((Token + 1) * dim)];

        AttentionShape shape = new() { HeadDim = dim, ValueDim = dim };
        IAttentionRoutine routine = routines.Attention(declareLengths ? new AttentionDeclaration(shape, 1, tokens) : new AttentionDeclaration(shape));
        AttentionInputs inputs = new(query, keys, values, 1, tokens);
        float[] scores = routine.Scores(inputs, ScoreStage.Raw);
        return new Dictionary<string, float[]>
        {
            ["query_2"] = query,
            ["key_2"] = keys[(Token * dim)..((Token + 1) * dim)],
            ["value_2"] = values[(Token * dim)..((Token + 1) * dim)],
            ["keys"] = keys,
            ["values"] = values,
            ["attn_score_22"] = [scores[Token]],
            ["attn_scores_2"] = scores,
            ["attn_weights_2"] = routine.Weights(inputs),
            ["context_vec_2"] = routine.Forward(inputs).Context,
        };
    }

    private static Dictionary<string, float[]> MaskVariants(ConformanceCase source, IRoutines routines, bool declareLengths)
    {
        Tensor inputs = source.Inputs["inputs"];
        int tokens = inputs.Shape[0];
        LayerTensors tensors = Tensors(source, string.Empty);
        LayerDeclaration causal = Declaration(source, declareLengths);
        ILayerRoutine causalLayer = routines.Layer(causal, tensors);
        ILayerRoutine plainLayer = routines.Layer(causal with { Causal = false }, tensors);

        float[] mask = [.. Enumerable.Range(0, tokens * tokens).Select(index => index % tokens <= index / tokens ? 1f : 0f)];
        float[] plainWeights = plainLayer.AttentionWeights(new LayerInputs(inputs.Data, tokens));
        float[] causalWeights = causalLayer.AttentionWeights(new LayerInputs(inputs.Data, tokens));
        return new Dictionary<string, float[]>
        {
            ["mask_simple"] = mask,
            ["masked_simple"] = [.. plainWeights.Zip(mask, (weight, visible) => weight * visible)],
            ["masked_simple_norm"] = causalWeights,
            ["masked_scores"] = MaskedScores(source, routines, declareLengths),
            ["attn_weights"] = causalWeights,
            ["context_vec(not printed in the book)"] = causalLayer.Forward(new LayerInputs(inputs.Data, tokens)),
        };
    }

    // The chapter masks before it scales.
    private static float[] MaskedScores(ConformanceCase source, IRoutines routines, bool declareLengths)
    {
        float[] queries = Project(source, "W_query.weight", "inputs");
        float[] keys = Project(source, "W_key.weight", "inputs");
        int tokens = source.Inputs["inputs"].Shape[0];
        int dim = source.Inputs["W_query.weight"].Shape[0];
        AttentionShape shape = new() { HeadDim = dim, ValueDim = dim, Causal = true, DeclaredScale = 1 };
        IAttentionRoutine routine = routines.Attention(declareLengths ? new AttentionDeclaration(shape, tokens, tokens) : new AttentionDeclaration(shape));
        return routine.Scores(new AttentionInputs(queries, keys, keys, tokens, tokens), ScoreStage.Masked);
    }

    private static Dictionary<string, float[]> Wrapper(ConformanceCase source, IRoutines routines, bool declareLengths)
    {
        Tensor batch = source.Inputs["batch"];
        int tokens = batch.Shape[1];
        float[][] heads = [.. Enumerable.Range(0, 2).Select(head => Forward(source, routines, Declaration(source, declareLengths), Tensors(source, $"_head{head}")))];
        int dim = heads[0].Length / batch.Shape[0] / tokens;
        return new Dictionary<string, float[]>
        {
            ["context_vecs"] = [.. heads[0].Chunk(dim).Zip(heads[1].Chunk(dim), (first, second) => first.Concat(second)).SelectMany(token => token)],
        };
    }

    private static Dictionary<string, float[]> Layer(ConformanceCase source, IRoutines routines, bool declareLengths)
    {
        LayerDeclaration declaration = Declaration(source, declareLengths);
        LayerTensors tensors = Tensors(source, string.Empty);
        LayerDeclaration withoutOutput = declaration with { OutputProjection = false, OutputDim = declaration.QueryDim };
        LayerTensors withoutOutputTensors = tensors with { Output = [], OutputBias = [] };
        ILayerRoutine layer = routines.Layer(declaration, tensors);
        float[] context = Forward(source, routines, declaration, tensors);
        Dictionary<string, float[]> results = new()
        {
            ["attn_weights"] = [.. Batch(source).SelectMany(inputs => layer.AttentionWeights(inputs))],
            ["context_vecs"] = context,
            ["context_vec"] = context,
            ["context_before_out_proj"] = Forward(source, routines, withoutOutput, withoutOutputTensors),
        };
        if (source.Name == "book_self_attention_v2")
        {
            AddProjections(source, routines, declareLengths, results);
        }

        return results;
    }

    private static void AddProjections(ConformanceCase source, IRoutines routines, bool declareLengths, Dictionary<string, float[]> results)
    {
        results["queries"] = Project(source, "W_query.weight", "inputs");
        results["keys"] = Project(source, "W_key.weight", "inputs");
        results["values"] = Project(source, "W_value.weight", "inputs");
        int tokens = source.Inputs["inputs"].Shape[0];
        int dim = source.Inputs["W_query.weight"].Shape[0];
        AttentionShape shape = new() { HeadDim = dim, ValueDim = dim };
        IAttentionRoutine routine = routines.Attention(declareLengths ? new AttentionDeclaration(shape, tokens, tokens) : new AttentionDeclaration(shape));
        results["attn_scores"] = routine.Scores(new AttentionInputs(results["queries"], results["keys"], results["values"], tokens, tokens), ScoreStage.Raw);
    }

    private static float[] Forward(ConformanceCase source, IRoutines routines, LayerDeclaration declaration, LayerTensors tensors)
    {
        ILayerRoutine layer = routines.Layer(declaration, tensors);
        return [.. Batch(source).SelectMany(layer.Forward)];
    }

    private static IEnumerable<LayerInputs> Batch(ConformanceCase source)
    {
        if (source.Inputs.TryGetValue("inputs", out Tensor? inputs))
        {
            return [new LayerInputs(inputs.Data, inputs.Shape[0])];
        }

        Tensor batch = source.Inputs["batch"];
        return Enumerable.Range(0, batch.Shape[0]).Select(index => new LayerInputs(batch.Slice(index), batch.Shape[1]));
    }

    private static LayerDeclaration Declaration(ConformanceCase source, bool declareLengths)
    {
        int heads = source.Operator == "multiHeadAttention" ? (int)source.Number("num_heads")! : 1;
        Tensor weight = source.Inputs.Values.First(tensor => tensor.Name.StartsWith("W_query", StringComparison.Ordinal));
        bool inputByOutput = source.Text("weightLayout") == "in,out";
        int outputDim = weight.Shape[inputByOutput ? 1 : 0];
        return new LayerDeclaration
        {
            InputDim = weight.Shape[inputByOutput ? 0 : 1],
            OutputDim = outputDim,
            Heads = heads,
            KeyValueHeads = heads,
            HeadDim = outputDim / heads,
            SequenceLength = declareLengths ? Batch(source).First().QueryLength : null,
            Causal = source.Flag("is_causal"),
            QueryKeyValueBias = source.Inputs.ContainsKey("W_query.bias"),
            OutputProjection = source.Inputs.ContainsKey("out_proj.weight"),
            OutputBias = source.Inputs.ContainsKey("out_proj.bias"),
            WeightLayout = inputByOutput ? WeightLayout.InputByOutput : WeightLayout.OutputByInput,
        };
    }

    private static LayerTensors Tensors(ConformanceCase source, string suffix) => new()
    {
        Query = Weight(source, $"W_query{suffix}"),
        Key = Weight(source, $"W_key{suffix}"),
        Value = Weight(source, $"W_value{suffix}"),
        Output = Optional(source, "out_proj.weight"),
        QueryBias = Optional(source, "W_query.bias"),
        KeyBias = Optional(source, "W_key.bias"),
        ValueBias = Optional(source, "W_value.bias"),
        OutputBias = Optional(source, "out_proj.bias"),
    };

    private static float[] Weight(ConformanceCase source, string name) =>
        source.Inputs.TryGetValue(name, out Tensor? tensor) ? tensor.Data : source.Inputs[$"{name}.weight"].Data;

    private static float[] Optional(ConformanceCase source, string name) =>
        source.Inputs.TryGetValue(name, out Tensor? tensor) ? tensor.Data : [];

    private static float[] Project(ConformanceCase source, string weightName, string inputName)
    {
        Tensor weight = source.Inputs[weightName];
        Tensor inputs = source.Inputs[inputName];
        bool inputByOutput = !weightName.EndsWith(".weight", StringComparison.Ordinal);
        int inputDim = inputs.Shape[1];
        int outputDim = weight.Data.Length / inputDim;
        return [.. from token in Enumerable.Range(0, inputs.Shape[0])
                   from output in Enumerable.Range(0, outputDim)
                   select (float)Enumerable.Range(0, inputDim).Sum(x =>
                       (double)inputs.Data[(token * inputDim) + x] * weight.Data[inputByOutput ? (x * outputDim) + output : (output * inputDim) + x])];
    }
}
