using System.Globalization;
using SpanAttention.Generators.Members;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Tensors;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>The class behind members on tensor spans: it checks rank, axes and strides, and hands their memory to the kernel.</summary>
internal static class TensorFile
{
    public static string Write(DeclaredPlan plan)
    {
        CodeWriter code = new();
        code.Line($"/// <summary>Takes tensor spans for {plan.Type.FullName}: dense ones as they lie, without a copy.</summary>");
        SourceFile.WriteGeneratedAttributes(code);
        using (code.Block($"internal static class {plan.Type.TensorsName}"))
        {
            foreach (Member member in MemberList.Of(plan.Declared, plan.Type.KernelName, plan).Where(TensorMembers.HasTensors))
            {
                WriteMember(code, member);
                code.Line();
            }

            WriteMemory(code);
        }

        return SourceFile.Write(plan, "Members on tensor spans.", code);
    }

    private static void WriteMember(CodeWriter code, Member member)
    {
        string parameters = string.Join(", ", member.Parameters.Select(static parameter => parameter.IsTensor ? $"in {TensorType(parameter)} {Tensor(parameter)}" : $"{parameter.Type} {parameter.Name}"));
        code.Line($"/// <summary>Checks the tensors of {member.Name} and passes their memory on.</summary>");
        using (code.Block($"public {member.Signature}({parameters})"))
        {
            Parameter[] tensors = [.. member.Parameters.Where(static parameter => parameter.IsTensor)];
            WriteChecks(code, tensors);
            code.Line();
            foreach (Parameter tensor in tensors)
            {
                code.Line($"{(tensor.IsOutput ? "Span" : "ReadOnlySpan")}<float> {tensor.Name} = Memory(in {Tensor(tensor)});");
            }

            code.Line($"{(member.Signature.StartsWith("static void ", StringComparison.Ordinal) ? "" : "return ")}{member.Call};");
        }
    }

    // A length that is not declared is that of the first tensor which has it; the others must agree.
    private static void WriteChecks(CodeWriter code, IEnumerable<Parameter> tensors)
    {
        HashSet<string> settled = [];
        foreach (Parameter tensor in tensors)
        {
            string name = Tensor(tensor);
            code.Line($"TensorShape.Dense({name}.Lengths, {name}.Strides, {tensor.Axes.Count}, \"{tensor.Name}\", \"{Words(tensor)}\");");
            for (int i = 0; i < tensor.Axes.Count; i++)
            {
                Axis axis = tensor.Axes[i];
                if (axis.Length == 0 && settled.Add(axis.Name))
                {
                    code.Line($"nint {Variable(axis)} = {name}.Lengths[{i}];");
                }
                else
                {
                    string length = axis.Length > 0 ? axis.Length.ToString(CultureInfo.InvariantCulture) : Variable(axis);
                    code.Line($"TensorShape.Axis({name}.Lengths, {i}, {length}, \"{tensor.Name}\", \"{axis.Name}\");");
                }
            }
        }
    }

    private static void WriteMemory(CodeWriter code) => code.Line("""
        private static ReadOnlySpan<float> Memory(in ReadOnlyTensorSpan<float> tensor) =>
            MemoryMarshal.CreateReadOnlySpan(in TensorMarshal.GetReference(in tensor), (int)tensor.FlattenedLength);

        private static Span<float> Memory(in TensorSpan<float> tensor) =>
            MemoryMarshal.CreateSpan(ref TensorMarshal.GetReference(in tensor), (int)tensor.FlattenedLength);
        """);

    private static string TensorType(Parameter parameter) => parameter.IsOutput ? "TensorSpan<float>" : "ReadOnlyTensorSpan<float>";

    private static string Tensor(Parameter parameter) => parameter.Name + "Tensor";

    private static string Words(Parameter tensor) =>
        $"[{string.Join(", ", tensor.Axes.Select(static axis => axis.Text))}] ({string.Join(" × ", tensor.Axes.Select(static axis => axis.Name))})";

    /// <summary>An axis as a local variable: <c>query tokens</c> is <c>queryTokens</c>.</summary>
    private static string Variable(Axis axis)
    {
        string[] words = axis.Name.Split(' ', '/');
        return string.Concat(words.Select(static (word, index) => index == 0 ? word : Casing.Pascal(word)));
    }
}
