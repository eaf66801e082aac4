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
        Call(routine, routine.NewCall(), source, outputs, 0, source.Tokens);
        return outputs;
    }

    /// <summary>Some of the tokens, call after call, in the parts that they come in.</summary>
    public static void Call(LayerRoutine routine, LayerCall call, LayerCase source, float[] outputs, int first, int count)
    {
        foreach ((int start, int length) in Parts(source, first, count))
        {
            call(source.Slice(start, length), Rows(routine, outputs, start, length));
        }
    }

    /// <summary>The first token of every call, and how many there are.</summary>
    public static IEnumerable<(int First, int Count)> Parts(LayerCase source) => Parts(source, 0, source.Tokens);

    /// <summary>The same of some of the tokens: a call that begins before them, or ends after them, is cut.</summary>
    public static IEnumerable<(int First, int Count)> Parts(LayerCase source, int first, int count)
    {
        int start = 0;
        foreach (int length in source.Chunks)
        {
            (int from, int to) = (Math.Max(start, first), Math.Min(start + length, first + count));
            if (from < to)
            {
                yield return (from, to - from);
            }

            start += length;
        }
    }

    public static Span<float> Rows(LayerRoutine routine, float[] outputs, int first, int count) => outputs.AsSpan(first * routine.OutputDim, count * routine.OutputDim);

    public static string Place(LayerRoutine routine, int index) => $"output of token {index / routine.OutputDim}, element {index % routine.OutputDim}";

    /// <summary>The bits that a refused call must have left: nothing that is written, and in place the inputs.</summary>
    public static Violation? Written(LayerRoutine routine, float[] inputs, float[] destination, string mistake) => routine.InPlace
        ? Comparison.Same(inputs, destination[..inputs.Length], index => $"stream[{index}] after the call where {mistake}")
        : Refusals.Written(destination, mistake);

    /// <summary>Outputs that are the same in theory, up to the layer's tolerance. What is not written is not the same as anything.</summary>
    public static Violation? Difference(LayerRoutine routine, float[] expected, float[] actual)
    {
        int unwritten = Canary.Unwritten(actual);
        return unwritten >= 0
            ? new Violation(Place(routine, unwritten), "written", "not written")
            : routine.Tolerance == 0
                ? Comparison.Same(expected, actual, index => Place(routine, index))
                : Comparison.Close(expected.ToDouble(), actual, routine.Tolerance, index => Place(routine, index));
    }
}
