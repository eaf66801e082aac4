using SpanAttention.Conformance.Tests.References;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Compares emitted attention block by block, and on several threads, with the result of all rows at once.</summary>
public static class BlockBits
{
    private delegate void RunBlock(int block, float[] context, float[] logSumExp);

    public static IEnumerable<string?> Differences(ICompiledAttention compiled, AttentionResult expected, AttentionInputs inputs)
    {
        CallOperands operands = CallOperands.Of(inputs);
        int keyCount = inputs.KeyCount;
        int blocks = compiled.BlockCount(inputs.QueryLength);
        yield return Partition(blocks, expected, (block, context, logSumExp) => compiled.ForwardBlock(block, operands, keyCount, context, logSumExp));
        yield return Contexts("ForwardBlock with keyCount", blocks, expected, (block, context, _) => compiled.ForwardBlock(block, operands, keyCount, context));
        yield return Both("ForwardBlock with both", blocks, expected, (block, context, logSumExp) => compiled.ForwardBlock(block, operands, keyCount, context, logSumExp));
        if (keyCount < inputs.KeyLength)
        {
            yield break;
        }

        yield return Contexts("ForwardBlock", blocks, expected, (block, context, _) => compiled.ForwardBlock(block, operands, context));
        yield return Both("ForwardBlock with logSumExp", blocks, expected, (block, context, logSumExp) => compiled.ForwardBlock(block, operands, context, logSumExp));
        float[] destination = Bits.NewDestination(expected.Context.Length);
        compiled.ForwardParallel(operands, destination);
        yield return Bits.Difference("ForwardParallel", expected.Context, destination);
    }

    /// <summary>Every element is written by one block, and by no other.</summary>
    private static string? Partition(int blocks, AttentionResult expected, RunBlock run)
    {
        int[] writers = new int[expected.Context.Length + expected.LogSumExp.Length];
        for (int block = 0; block < blocks; block++)
        {
            float[] context = Bits.NewDestination(expected.Context.Length);
            float[] logSumExp = Bits.NewDestination(expected.LogSumExp.Length);
            run(block, context, logSumExp);
            Count(context, writers.AsSpan(0, expected.Context.Length));
            Count(logSumExp, writers.AsSpan(expected.Context.Length));
        }

        return writers.All(static count => count == 1) ? null : $"Blocks write their elements {writers.Min()} to {writers.Max()} times";
    }

    private static void Count(float[] destination, Span<int> writers)
    {
        for (int index = 0; index < writers.Length; index++)
        {
            writers[index] += Bits.AreSame(destination[index], Bits.Untouched) ? 0 : 1;
        }
    }

    private static string? Contexts(string name, int blocks, AttentionResult expected, RunBlock run) =>
        Bits.Difference(name, expected.Context, InReverse(blocks, expected, run).Context);

    private static string? Both(string name, int blocks, AttentionResult expected, RunBlock run)
    {
        AttentionResult actual = InReverse(blocks, expected, run);
        return Bits.Difference(name, expected.Context, actual.Context) ?? Bits.Difference($"{name}, logSumExp", expected.LogSumExp, actual.LogSumExp);
    }

    private static AttentionResult InReverse(int blocks, AttentionResult expected, RunBlock run)
    {
        AttentionResult result = new(Bits.NewDestination(expected.Context.Length), Bits.NewDestination(expected.LogSumExp.Length));
        for (int block = blocks - 1; block >= 0; block--)
        {
            run(block, result.Context, result.LogSumExp);
        }

        return result;
    }
}
