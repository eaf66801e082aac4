using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares a running state, carried on over parts of the keys, with the scalar reference over all of them, bit for bit.</summary>
public static class StateBits
{
    public static IEnumerable<string> Differences(ICompiledAttention compiled, AttentionDeclaration declaration, AttentionInputs inputs, IReadOnlyList<KeyPart> parts)
    {
        AttentionResult expected = new CanonicalAttention(CanonicalArithmetic.Running, declaration.Shape) { DeclaresOneQuery = declaration.QueryLength == 1 }.Forward(inputs);
        float[] state = Bits.NewPoisonedDestination(compiled.StateLength(inputs.QueryLength))[..compiled.StateLength(inputs.QueryLength)];
        compiled.Begin(CallOperands.Of(inputs), state);
        parts.ToList().ForEach(part => Continue(compiled, part, state));
        float[] context = Bits.NewDestination(expected.Context.Length);
        float[] both = Bits.NewDestination(expected.Context.Length);
        float[] logSumExp = Bits.NewDestination(expected.LogSumExp.Length);
        compiled.Finish(state, context);
        compiled.Finish(state, both, logSumExp);
        string words = string.Join(" + ", parts.Select(static part => part.Keys));
        string?[] differences =
        [
            Bits.Difference($"context of {words} keys", expected.Context, context),
            Bits.Difference($"context of {words} keys with logSumExp", expected.Context, both),
            Bits.Difference($"logSumExp of {words} keys", expected.LogSumExp, logSumExp),
        ];
        return differences.OfType<string>();
    }

    private static void Continue(ICompiledAttention compiled, KeyPart part, float[] state)
    {
        AttentionInputs inputs = part.Inputs;
        if (inputs.KeyCount == inputs.KeyLength)
        {
            compiled.Continue(CallOperands.Of(inputs), part.FirstKey, part.Whole.KeyCount, state);
        }
        else
        {
            compiled.Continue(CallOperands.Of(inputs), inputs.KeyCount, part.FirstKey, part.Whole.KeyCount, state);
        }
    }
}
