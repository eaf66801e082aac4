namespace SpanAttention.Verification;

internal sealed class LayerSameCallSameBits : LayerLaw
{
    private const int Repetitions = 3;

    // One case in so many is also called from two threads at once.
    private const int CasesOfThreads = 8;

    public override string Name => nameof(SameCallSameBits);

    public override string Equation => "the same inputs give the same bits: again, after other calls, in the same memory, and from two threads at once, each with a cache of its own";

    public override string Reason => "An output is a function of inputs, weights and cache. What scratch still holds of another call, or another thread writes meanwhile, is none of them.";

    public override IReadOnlyList<CaseKind> Kinds => [CaseKind.Ordinary, CaseKind.Tied];

    public override Violation? Find(LayerRoutine routine, LayerCase source)
    {
        LayerCase other = Replacements.With(source, static _ => true, 4, source.Choice);
        return LayerForm.FirstViolation(routine, form => Repeated(routine, source, other, form));
    }

    private static Violation? Repeated(LayerRoutine routine, LayerCase source, LayerCase other, LayerForm form)
    {
        float[] expected = form.Outputs(routine, source);
        float[] othersExpected = form.Outputs(routine, other);
        for (int repetition = 0; repetition < Repetitions; repetition++)
        {
            if (Differs(routine, expected, form.Outputs(routine, source), $"of {form.Name}, made again after another") is { } violation)
            {
                return violation;
            }
        }

        LayerCase memory = source with { Inputs = [.. source.Inputs] };
        form.Outputs(routine, memory);
        other.Inputs.CopyTo(memory.Inputs, 0);
        return Differs(routine, othersExpected, form.Outputs(routine, memory), $"of {form.Name}, once the inputs' memory holds other numbers").Of(other)
            ?? (source.Choice % CasesOfThreads != 0 ? null : TwoThreads.Find(
                () => Differs(routine, expected, form.Outputs(routine, source), $"of {form.Name}, from two threads at once").Of(source),
                () => Differs(routine, othersExpected, form.Outputs(routine, other), $"of {form.Name}, from two threads at once").Of(other)));
    }

    private static Violation? Differs(LayerRoutine routine, float[] expected, float[] actual, string how) =>
        Comparison.Same(expected, actual, index => LayerCalls.Place(routine, index)).Where(how);
}
