using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Shapes;

namespace SpanAttention.Generators.Members;

/// <summary>The members again, on tensor spans: every parameter whose axes are known is a tensor of these axes.</summary>
internal static class TensorMembers
{
    /// <summary>None where the consumer has no tensor spans, and none for what holds weights.</summary>
    public static IReadOnlyList<Member> Of(DeclaredSpec spec, CompilationFacts facts) => facts.TensorSpans && !spec.HasWeights
        ? [.. MemberList.Of(spec, "").Where(HasTensors).Select(member => ToTensors(member, $"global::{facts.KernelNamespace}.{spec.Type.TensorsName}"))]
        : [];

    public static bool HasTensors(Member member) => member.Parameters.Any(static parameter => parameter.IsTensor);

    /// <summary>A tensor in the place of a span.</summary>
    public static Parameter ToTensor(Parameter parameter) => !parameter.IsTensor ? parameter : parameter with
    {
        Type = parameter.IsOutput ? Parameter.OutputTensor : Parameter.InputTensor,
        Documentation = $"[{string.Join(", ", parameter.Axes.Select(static axis => axis.Text))}], dense{(parameter.IsOutput ? "; must not overlap an input" : "")}.",
    };

    private static Member ToTensors(Member member, string tensors) => member with
    {
        Parameters = [.. member.Parameters.Select(ToTensor)],
        Call = $"{tensors}.{member.Name}({string.Join(", ", member.Parameters.Select(static parameter => parameter.IsTensor ? $"in {parameter.Name}" : parameter.Name))})",
    };
}
