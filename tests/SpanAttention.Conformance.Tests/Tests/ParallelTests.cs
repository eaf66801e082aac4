using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>Several threads give the bits of one, however many calls there are at the same time.</summary>
public sealed class ParallelTests
{
    private const int Callers = 6;
    private const int CallsOfACaller = 40;

    [Fact]
    public void ConcurrentCallsGiveTheBitsOfOneThread()
    {
        string?[] differences = new string?[Callers];
        Thread[] callers = [.. Enumerable.Range(0, Callers).Select(caller => new Thread(() => differences[caller] = CallAgainAndAgain(caller)))];
        Array.ForEach(callers, static caller => caller.Start());
        Array.ForEach(callers, static caller => caller.Join());

        Assert.All(differences, Assert.Null);
    }

    [Fact]
    public void BlocksOutOfRangeAreRefused()
    {
        foreach (AttentionDeclaration declaration in SampleDeclarations.Attentions)
        {
            ICompiledAttention attention = SampleDeclarations.Compiled.Find(declaration);
            int queryLength = declaration.QueryLength ?? 66;
            int blocks = attention.BlockCount(queryLength);
            foreach (int block in new[] { -1, blocks, int.MaxValue })
            {
                CallBuffers buffers = MemberCalls.Buffers(declaration.Shape, queryLength, declaration.KeyLength ?? 3);
                ArgumentOutOfRangeException exception = Assert.Throws<ArgumentOutOfRangeException>(
                    () => attention.ForwardBlock(block, CallOperands.Of(buffers), buffers["destination"]));

                Assert.Equal("block", exception.ParamName);
                Assert.Contains($"block is {block}; there are {blocks} blocks", exception.Message, StringComparison.Ordinal);
                Assert.Throws<ArgumentOutOfRangeException>("block", () => attention.ForwardBlock(block, CallOperands.Of(buffers), buffers["destination"], buffers["logSumExp"]));
                Assert.True(buffers.IsUntouched("destination"));
            }

            Assert.Throws<ArgumentOutOfRangeException>(() => attention.BlockCount(-1));
            Assert.Equal(0, attention.BlockCount(0));
        }
    }

    private static string? CallAgainAndAgain(int caller)
    {
        AttentionShape shape = SampleDeclarations.Shapes[caller % SampleDeclarations.Shapes.Count];
        ICompiledAttention attention = SampleDeclarations.Compiled.Find(new AttentionDeclaration(shape));
        AttentionInputs inputs = new AttentionFiller(shape, caller).Fill(DataKind.Ordinary, 150 + caller, 200, 200);
        float[] expected = new float[shape.Context(inputs.QueryLength).Length];
        attention.Forward(CallOperands.Of(inputs), expected);
        for (int call = 0; call < CallsOfACaller; call++)
        {
            float[] context = Bits.NewDestination(expected.Length);
            attention.ForwardParallel(CallOperands.Of(inputs), context);
            if (Bits.Difference($"{shape}, call {call}", expected, context) is { } difference)
            {
                return difference;
            }
        }

        return null;
    }
}
