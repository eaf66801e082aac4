using System.Reflection;
using System.Text.RegularExpressions;
using SpanAttention.Conformance.Tests.Generation;
using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Conformance.Tests.Guarding;

/// <summary>A mistake in emitted code that each of its operands can have: it is bound to the element after its first, or before, so that one element too many is touched.</summary>
internal static partial class ShiftedOperand
{
    private const string TypeName = "ShiftedOperand";

    // Every operand of [Attention] there is, mask and keep among them.
    private static readonly AttentionTrial Trial = new(new(SampleOptions.Everything), 5, 7, 7, 20240229);

    /// <summary>Everything that a member of the declaration reads or writes.</summary>
    public static IReadOnlyList<string> Operands { get; } = [.. AttentionParameters.Forward(Trial.Declaration.Shape), "destination", "logSumExp", "context", "contextGradient", .. AttentionParameters.Gradients(Trial.Declaration.Shape)];

    /// <summary>The declaration compiled with the mistake, which operand has it still open.</summary>
    public static byte[] Image()
    {
        DeclarationCompiler compiler = new(Set().Sources);
        Dictionary<string, string> shifted = compiler.EmittedSources.ToDictionary(
            static source => source.Key, static source => Binding().Replace(source.Value, $"Unsafe.Add(ref $0, global::{TypeName}.Of(\"$1\"))"));
        Assert.All(Operands, operand => Assert.Contains(shifted.Values, text => text.Contains($"{TypeName}.Of(\"{operand}\")", StringComparison.Ordinal)));
        shifted.Add(
            $"{TypeName}.g.cs",
            $$"""
            internal static class {{TypeName}}
            {
                public static string Operand { get; set; } = "";
                public static int Shift { get; set; }
                public static int Of(string operand) => operand == Operand ? Shift : 0;
            }
            """);
        return compiler.Image(shifted);
    }

    /// <summary>Calls of what an image holds, after one operand was given the mistake.</summary>
    public static IEnumerable<GuardedCall> Calls(string image, string operand, int shift)
    {
        Assembly assembly = new CollectibleContext().LoadFromAssemblyPath(image);
        Type mistake = assembly.GetType(TypeName, throwOnError: true)!;
        mistake.GetProperty("Operand")!.SetValue(null, operand);
        mistake.GetProperty("Shift")!.SetValue(null, shift);
        return GuardedCalls.Attention(new CompiledDeclarations(Set(), assembly).Find(Trial.Declaration), Trial);
    }

    private static DeclarationSet Set()
    {
        DeclarationSet set = new();
        set.Add(Trial.Declaration);
        return set;
    }

    [GeneratedRegex(@"(?<=ref )MemoryMarshal\.GetReference\((\w+)\)")]
    private static partial Regex Binding();
}
