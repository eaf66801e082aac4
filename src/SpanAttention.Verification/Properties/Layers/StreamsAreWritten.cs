namespace SpanAttention.Verification;

internal sealed class StreamsAreWritten : LayerLaw
{
    private const int MostStreams = 8;

    public override string Equation => "no element of a stream is left as it was, whatever goes in";

    public override string Reason => "In place, what is not written is what went in, a number like any other; weights that are all 0 make it so, and are not tried.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary, CaseKind.Faint];

    public override bool Concerns(LayerRoutine routine) => routine.InPlace;

    public override Violation? Find(LayerRoutine routine, LayerCase source) => LayerForm.FirstViolation(routine, form => Unwritten(routine, source, form));

    private static Violation? Unwritten(LayerRoutine routine, LayerCase source, LayerForm form)
    {
        bool[] written = new bool[source.Inputs.Length];
        for (int stream = 0; stream < MostStreams && written.Contains(false); stream++)
        {
            LayerCase other = Replacements.With(source, _ => stream > 0, 1.0f / stream, source.Choice + stream);
            Mark(written, other.Inputs, form.Outputs(routine, other));
        }

        int index = Array.IndexOf(written, false);
        return index < 0 ? null : new Violation($"{LayerCalls.Place(routine, index)}, of {form.Name}", $"another number than went in, in one of {MostStreams} streams", "the same bits");
    }

    private static void Mark(bool[] written, float[] inputs, float[] outputs)
    {
        for (int index = 0; index < written.Length; index++)
        {
            written[index] |= BitConverter.SingleToInt32Bits(inputs[index]) != BitConverter.SingleToInt32Bits(outputs[index]);
        }
    }
}
