using System.Globalization;
using System.Reflection;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Guarding;
using SpanAttention.Conformance.Tests.Harness;
using SpanAttention.Conformance.Tests.Shapes;
using Xunit.Abstractions;

namespace SpanAttention.Conformance.Tests.Tests;

/// <summary>
/// Every member with every operand at the very end and at the very start of memory, beside pages that may not be touched, inputs in pages that may only be read: a process of its own makes the calls, and comes to its end.
/// </summary>
public sealed class GuardedMemoryTests(ITestOutputHelper output)
{
    [LinuxFact]
    public void NothingBesideTheOperandsIsTouched()
    {
        GuardedProcess process = GuardedProcess.Run();

        output.WriteLine($"{process.Calls} calls, every operand between pages that may not be touched; {RunSeed.Replay}");
        Assert.True(process.ExitCode == 0, process.ToString());
    }

    /// <summary>Of members and their overloads none is forgotten.</summary>
    [Fact]
    public void EveryEmittedMemberIsAmongTheCalls()
    {
        CompiledDeclarations compiled = SampleDeclarations.Compiled;
        foreach (AttentionDeclaration declaration in SampleDeclarations.Attentions)
        {
            ICompiledAttention attention = compiled.Find(declaration);
            AssertAllCalled(compiled.Declared(declaration), [.. MemberCalls.Attention(attention, declaration.Shape, keyCount: 0), MemberCalls.Merge(attention)]);
        }

        Assert.All(SampleDeclarations.SelfAttentions, declaration => AssertAllCalled(compiled.Declared(declaration), MemberCalls.SelfAttention(compiled.Find(declaration))));
        Assert.All(SampleMembers.LayerTrials(), layer => AssertAllCalled(compiled.Declared(layer.Trial.Declaration), MemberCalls.Layer(layer.Layer, layer.Trial.Declaration, tokenCount: 0)));
    }

    /// <summary>What is guarded ends the process; what is the operand's own does not.</summary>
    [LinuxFact]
    public void TouchingAGuardEndsTheProcess()
    {
        foreach (PageEnd end in Enum.GetValues<PageEnd>())
        {
            Touch guarded = end == PageEnd.First ? Touch.Before : Touch.Behind;
            Assert.Equal(0, GuardedProcess.Run($"{end}", $"{Touch.Within}").ExitCode);
            Assert.True(GuardedProcess.Run($"{end}", $"{guarded}").IsFault);
            Assert.True(GuardedProcess.Run($"{end}", $"{Touch.Write}").IsFault);
        }
    }

    /// <summary>Emitted code that touches one element beside one of its operands ends the process, and the call is named.</summary>
    [LinuxFact]
    public void OneElementBesideAnOperandIsNoticed()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("guarded");
        try
        {
            string image = Path.Combine(folder.FullName, "shifted.dll");
            File.WriteAllBytes(image, ShiftedOperand.Image());
            Assert.Equal(0, GuardedProcess.Run(image, "none", "1", $"{PageEnd.Last}").ExitCode);
            foreach (string operand in ShiftedOperand.Operands)
            {
                AssertNoticed(image, operand, 1, PageEnd.Last);
            }

            AssertNoticed(image, ShiftedOperand.Operands[0], -1, PageEnd.First);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertAllCalled(Type declared, IReadOnlyList<MemberCall> calls) => Assert.Equal(
        declared.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).Where(TakesMemory).Select(static method => method.Name).Order(StringComparer.Ordinal),
        calls.Select(static call => call.Name.Split(' ')[0]).Order(StringComparer.Ordinal));

    /// <summary>Tells whether a member takes numbers, and no span of caches: what takes many caches does as what takes lengths.</summary>
    private static bool TakesMemory(MethodInfo method)
    {
        Type[] elements = [.. method.GetParameters().Select(static parameter => parameter.ParameterType)
            .Where(static type => type.IsGenericType && type.Name is "Span`1" or "ReadOnlySpan`1" or "Memory`1" or "ReadOnlyMemory`1").Select(static type => type.GetGenericArguments()[0])];
        return elements.Contains(typeof(float)) && !elements.Contains(typeof(KeyValueCache));
    }

    private static void AssertNoticed(string image, string operand, int shift, PageEnd end)
    {
        GuardedProcess process = GuardedProcess.Run(image, operand, shift.ToString(CultureInfo.InvariantCulture), $"{end}");

        Assert.True(process.IsFault, $"{operand}, {shift} elements on, is not noticed: {process}");
        Assert.Contains("[Attention(", process.LastCall, StringComparison.Ordinal);
    }
}
