using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares every member of emitted attention with the scalar reference, bit for bit.</summary>
public static class AttentionBits
{
    public static IReadOnlyList<string> Differences(ICompiledAttention compiled, AttentionDeclaration declaration, AttentionInputs inputs)
    {
        CanonicalAttention reference = new(CanonicalArithmetic.Running, declaration.Shape) { DeclaresOneQuery = declaration.QueryLength == 1 };
        List<string?> differences = [];
        AttentionResult expected = reference.Forward(inputs);
        AddContexts(compiled, expected, inputs, differences);
        differences.AddRange(BlockBits.Differences(compiled, expected, inputs));
        AddWeights(compiled, reference.Weights(inputs), inputs, differences);
        foreach (ScoreStage stage in Enum.GetValues<ScoreStage>())
        {
            // Scores has no count of keys: all of them are scored.
            float[] expectedScores = reference.Scores(inputs with { KeyCount = inputs.KeyLength }, stage);
            float[] scores = Bits.NewDestination(expectedScores.Length);
            compiled.Scores(CallOperands.Of(inputs), stage, scores);
            differences.Add(Bits.Difference($"Scores {stage}", expectedScores, scores));
        }

        return [.. differences.OfType<string>()];
    }

    private static void AddContexts(ICompiledAttention compiled, AttentionResult expected, AttentionInputs inputs, List<string?> differences)
    {
        CallOperands operands = CallOperands.Of(inputs);
        float[] context = Bits.NewPoisonedDestination(expected.Context.Length);
        compiled.Forward(operands, inputs.KeyCount, context);
        differences.Add(Bits.Difference("Forward with keyCount", expected.Context, context));

        context = Bits.NewDestination(expected.Context.Length);
        float[] logSumExp = Bits.NewDestination(expected.LogSumExp.Length);
        compiled.Forward(operands, inputs.KeyCount, context, logSumExp);
        differences.Add(Bits.Difference("Forward with keyCount and logSumExp", expected.Context, context));
        differences.Add(Bits.Difference("logSumExp with keyCount", expected.LogSumExp, logSumExp));
        if (inputs.KeyCount < inputs.KeyLength)
        {
            return;
        }

        context = Bits.NewDestination(expected.Context.Length);
        compiled.Forward(operands, context);
        differences.Add(Bits.Difference("Forward", expected.Context, context));

        context = Bits.NewDestination(expected.Context.Length);
        logSumExp = Bits.NewDestination(expected.LogSumExp.Length);
        compiled.Forward(operands, context, logSumExp);
        differences.Add(Bits.Difference("Forward with logSumExp", expected.Context, context));
        differences.Add(Bits.Difference("logSumExp", expected.LogSumExp, logSumExp));
    }

    private static void AddWeights(ICompiledAttention compiled, float[] expected, AttentionInputs inputs, List<string?> differences)
    {
        CallOperands operands = CallOperands.Of(inputs);
        float[] weights = Bits.NewDestination(expected.Length);
        compiled.Weights(operands, inputs.KeyCount, weights);
        differences.Add(Bits.Difference("Weights with keyCount", expected, weights));
        if (inputs.KeyCount == inputs.KeyLength)
        {
            weights = Bits.NewDestination(expected.Length);
            compiled.Weights(operands, weights);
            differences.Add(Bits.Difference("Weights", expected, weights));
        }
    }
}
