using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Diagnostics;
using SpanAttention.Generators.Options;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Tensors;

namespace SpanAttention.Generators.Validation;

/// <summary>Rules about dimensions that must fit each other. They look at declarations whose single arguments are right.</summary>
internal static class ShapeRules
{
    // Emitted offsets of up to 16 tokens are constants, which must fit an int.
    private const int WidestToken = int.MaxValue / 16;

    // What one array holds, less what aligns its first element to a cache line.
    private const int LongestArray = 0x7FFFFFC7 - 16;

    public static void Check(Declaration declaration, DeclaredSpec spec, FindingList findings)
    {
        switch (spec)
        {
            case AttentionSpec attention:
                Check(declaration, attention, findings);
                break;
            case BlockSpec block:
                BlockRules.Check(declaration, block, findings);
                break;
            case PerceptronSpec perceptron:
                PerceptronRules.Check(declaration, perceptron, findings);
                break;
        }
    }

    private static void Check(Declaration declaration, AttentionSpec spec, FindingList findings)
    {
        CheckLengths(declaration, findings);
        CheckHeads(spec, findings);
        OptionRules.Check(declaration, spec, findings);
        if (spec.Layer is { } layer)
        {
            CheckLayer(declaration, spec, layer, findings);
        }

        if (!findings.Any)
        {
            CheckSizes(spec, findings);
        }
    }

    private static void CheckLengths(Declaration declaration, FindingList findings)
    {
        foreach (string length in new[] { "QueryLength", "KeyLength" })
        {
            if (declaration.Has("SequenceLength") && declaration.Has(length))
            {
                findings.AddAt(length, Rules.Conflict, "SequenceLength", length, "SequenceLength is both lengths at once");
            }
        }
    }

    private static void CheckHeads(AttentionSpec spec, FindingList findings)
    {
        if (spec.Heads % spec.KeyValueHeads != 0)
        {
            findings.AddAt(
                "KeyValueHeads", Rules.HeadsDoNotDivide, "Heads", spec.Heads, "KeyValueHeads", spec.KeyValueHeads, "every key/value head serves the same number of query heads");
        }
    }

    private static void CheckLayer(Declaration declaration, AttentionSpec spec, LayerSpec layer, FindingList findings)
    {
        CheckContext(declaration, layer, findings);
        CheckCache(declaration, spec, layer, findings);
        CheckHeadSteps(declaration, spec, layer, findings);
        LearningRules.Check(spec.Gradients, layer.WeightElement, findings);
        LearningRules.CheckKeys(spec.Gradients, layer.Element, findings);
        if (!declaration.Has("HeadDim") && layer.OutputDim % spec.Heads != 0)
        {
            string output = declaration.Has("OutputDim") ? "OutputDim" : "OutputDim, by default InputDim,";
            findings.AddAt(
                "Heads", Rules.HeadsDoNotDivide, output, layer.OutputDim, "Heads", spec.Heads, "declare HeadDim, or a number of heads that divides it");
        }
        else if (!layer.OutputProjection && (long)spec.Heads * spec.ValueDim != layer.OutputDim)
        {
            findings.AddAt(
                "OutputProjection", Rules.HeadsAreNoOutput, (long)spec.Heads * spec.ValueDim, layer.OutputDim);
        }

        if (!layer.OutputProjection && declaration.Bool("OutputBias"))
        {
            findings.AddAt("OutputBias", Rules.NoProjection);
        }
    }

    private static void CheckContext(Declaration declaration, LayerSpec layer, FindingList findings)
    {
        bool keyInput = declaration.Has("KeyInputDim");
        bool valueInput = declaration.Has("ValueInputDim");
        if (keyInput != valueInput)
        {
            (string given, string missing) = keyInput ? ("KeyInputDim", "ValueInputDim") : ("ValueInputDim", "KeyInputDim");
            findings.AddAt(given, Rules.OneInput, given, missing);
        }

        if (keyInput && declaration.Has("ContextDim"))
        {
            findings.AddAt("ContextDim", Rules.Conflict, "ContextDim", "KeyInputDim", "keys and values come from one context or from two inputs");
        }

        if (layer.FusedQueryKeyValue && layer.Context != ContextSource.Inputs)
        {
            findings.AddAt("FusedQueryKeyValue", Rules.OtherInputs, "FusedQueryKeyValue", "projects query, key and value from the same inputs");
        }
    }

    private static void CheckCache(Declaration declaration, AttentionSpec spec, LayerSpec layer, FindingList findings)
    {
        if (!layer.HasCache)
        {
            return;
        }

        if (declaration.Has("SequenceLength"))
        {
            findings.AddAt("SequenceLength", Rules.Conflict, "ContextLength", "SequenceLength", "a cache is filled by calls of any length up to its own");
        }

        if (!spec.Causal)
        {
            findings.AddAt("ContextLength", Rules.CacheNotCausal, "ContextLength", "Causal");
        }

        if (layer.Context != ContextSource.Inputs)
        {
            findings.AddAt("ContextLength", Rules.OtherInputs, "ContextLength", "asks for a cache of the inputs' own keys and values");
        }
    }

    private static void CheckHeadSteps(Declaration declaration, AttentionSpec spec, LayerSpec layer, FindingList findings)
    {
        foreach (string argument in new[] { "RotaryBase", "RotaryDim", "RotaryPositions" }.Where(argument => declaration.Has(argument) && layer.Rotary is null))
        {
            findings.AddAt(argument, Rules.NoRotary, argument, "Rotary");
        }

        if (declaration.Has("RotaryBase") && layer.Rotary is { HasFrequencies: false })
        {
            findings.AddAt("RotaryBase", Rules.Conflict, "RotaryPositions = Rows", "RotaryBase", "calls bring the angles that it would give");
        }

        if (declaration.Has("QkNormEpsilon") && layer.QkNorm is null)
        {
            findings.AddAt("QkNormEpsilon", Rules.NoNorm, "QkNormEpsilon", "QkNorm");
        }

        if (layer.Rotary is { } rotary && (rotary.Dim % 2 != 0 || rotary.Dim > spec.HeadDim))
        {
            string argument = declaration.Has("RotaryDim") ? "RotaryDim" : "Rotary";
            findings.AddAt(argument, Rules.BadRotaryDim, rotary.Dim, spec.HeadDim);
        }

        if (layer.Rotary is not null && layer.Context != ContextSource.Inputs)
        {
            findings.AddAt("Rotary", Rules.OtherInputs, "Rotary", "rotates queries and keys by their position in one sequence");
        }
    }

    private static void CheckSizes(AttentionSpec spec, FindingList findings)
    {
        CheckSize("query", spec.QueryLength, spec.Heads, spec.HeadDim, findings);
        CheckSize("key", spec.KeyLength, spec.KeyValueHeads, spec.HeadDim, findings);
        CheckSize("value", spec.KeyLength, spec.KeyValueHeads, spec.ValueDim, findings);
        CheckStrided("query", spec.QueryLength, spec.QueryStride, spec.QueryWidth, findings);
        CheckStrided("key", spec.KeyLength, spec.KeyStride, spec.KeyWidth, findings);
        CheckStrided("value", spec.KeyLength, spec.ValueStride, spec.ValueWidth, findings);
        CheckSize("destination", spec.QueryLength, spec.Heads, spec.ValueDim, findings);
        CheckOptions(spec, findings);
        if (spec.Layer is { } layer)
        {
            CheckSize("inputs", spec.QueryLength, 1, layer.InputDim, findings);
            CheckSize("destination", spec.QueryLength, 1, layer.OutputDim, findings);
            CheckSize("what keys are projected from", 1, 1, layer.KeyInputDim, findings);
            CheckSize("what values are projected from", 1, 1, layer.ValueInputDim, findings);
            CheckArrays(spec, layer, findings);
        }
    }

    private static void CheckArrays(AttentionSpec spec, LayerSpec layer, FindingList findings)
    {
        if (!findings.Any)
        {
            CheckArray("the layer's weights", spec.Packed.Sum(static tensor => (decimal)tensor.Floats), findings);
            CheckArray("a cache of keys", (decimal)(layer.HasCache ? spec.CacheTokens : 0) * spec.KeyWidth, findings);
        }
    }

    /// <summary>Checks that one array holds so many floats.</summary>
    public static void CheckArray(string content, decimal elements, FindingList findings)
    {
        if (elements > LongestArray)
        {
            findings.Add(Rules.Overflow, content, elements, LongestArray);
        }
    }

    /// <summary>Checks what every call must bring; weights and scores may be too many to ask for, and contexts still be computed.</summary>
    private static void CheckOptions(AttentionSpec spec, FindingList findings)
    {
        foreach (Tensor tensor in new OptionTensors(spec, new("heads", spec.Heads), new("query tokens", spec.QueryLength), new("key tokens", spec.KeyLength)).For(Result.Contexts))
        {
            decimal elements = tensor.Axes.Aggregate(1m, static (product, axis) => product * axis.Length);
            if (elements > int.MaxValue)
            {
                findings.Add(Rules.Overflow, $"{tensor.Name}, {tensor.Shape} ({tensor.Words}),", elements, int.MaxValue);
            }
        }
    }

    /// <summary>The last token of a strided tensor need not be followed by what lies between tokens.</summary>
    private static void CheckStrided(string tensor, int tokens, int stride, int width, FindingList findings)
    {
        decimal elements = tokens == 0 || stride == 0 ? 0 : ((tokens - 1) * (decimal)stride) + width;
        if (stride > WidestToken)
        {
            findings.Add(Rules.Overflow, $"One token of {tensor}, with its stride,", stride, WidestToken);
        }
        else if (elements > int.MaxValue)
        {
            findings.Add(Rules.Overflow, $"{tensor}, with its stride,", elements, int.MaxValue);
        }
    }

    private static void CheckSize(string tensor, int tokens, int heads, int dim, FindingList findings)
    {
        decimal token = (decimal)heads * dim;
        string shape = heads == 1 ? $"[{dim}] (dim)" : $"[{heads}, {dim}] (heads × dim)";
        if (token > WidestToken)
        {
            findings.Add(Rules.Overflow, $"One token of {tensor}, {shape},", token, WidestToken);
        }
        else if (tokens * token > int.MaxValue)
        {
            findings.Add(Rules.Overflow, $"{tensor}, {tokens} tokens of {shape},", tokens * token, int.MaxValue);
        }
    }
}
