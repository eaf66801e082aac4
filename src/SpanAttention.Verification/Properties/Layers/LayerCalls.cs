namespace SpanAttention.Verification;

/// <summary>Calls a layer on a case.</summary>
internal static class LayerCalls
{
    public static float[] NewOutputs(LayerRoutine routine, int tokens) => Calls.NewTensor(tokens * routine.OutputDim);

    /// <summary>All tokens in one call.</summary>
    public static float[] CallForward(this LayerRoutine routine, LayerCase source)
    {
        float[] outputs = NewOutputs(routine, source.Tokens);
        routine.Forward(source.Inputs, outputs);
        return outputs;
    }

    /// <summary>Call after call on one cache.</summary>
    public static float[] CallDecoder(this LayerRoutine routine, LayerCase source)
    {
        float[] outputs = NewOutputs(routine, source.Tokens);
        LayerCall decoder = routine.NewDecoder!();
        foreach ((int first, int count) in Parts(source))
        {
            decoder(source.Slice(first, count), Rows(routine, outputs, first, count));
        }

        return outputs;
    }

    /// <summary>The first token of every call, and how many there are.</summary>
    public static IEnumerable<(int First, int Count)> Parts(LayerCase source)
    {
        int first = 0;
        foreach (int count in source.Chunks)
        {
            yield return (first, count);
            first += count;
        }
    }

    public static Span<float> Rows(LayerRoutine routine, float[] outputs, int first, int count) => outputs.AsSpan(first * routine.OutputDim, count * routine.OutputDim);

    /// <summary>Outputs that are the same in theory, up to the layer's tolerance.</summary>
    public static Violation? Difference(LayerRoutine routine, float[] expected, float[] actual)
    {
        string Place(int index) => $"output of token {index / routine.OutputDim}, element {index % routine.OutputDim}";
        return routine.Tolerance == 0
            ? Comparison.Same(expected, actual, Place)
            : Comparison.Close([.. expected.Select(static number => (double)number)], actual, routine.Tolerance, Place);
    }
}
