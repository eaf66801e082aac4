using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Members;
using SpanAttention.Generators.Planning;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>The second part of the user's type: constants, and one-line members that call the kernel.</summary>
internal static class TypeFile
{
    public static string Write(DeclaredPlan plan)
    {
        DeclaredSpec spec = plan.Declared;
        string kernel = $"global::{plan.Facts.KernelNamespace}.{spec.Type.KernelName}";
        string[] remarks = [.. PlanWords.Of(plan)];
        IReadOnlyList<Member> members = MemberList.Of(spec, kernel, plan);
        Inherited inherited = new(spec, plan.Facts);
        return Write(spec, plan.Facts, "Its members.", nullable: "enable", code =>
        {
            WriteConstants(code, inherited, TypeConstants.Of(plan));
            if (spec.HasWeights)
            {
                LayerConstruction.Write(code, spec, kernel, inherited);
            }

            foreach (Member member in members)
            {
                code.Line();
                WriteMember(code, inherited, member, members[0], remarks);
            }

            foreach (Member member in TensorMembers.Of(spec, plan.Facts))
            {
                code.Line();
                WriteMember(code, inherited, member, members[0], remarks);
            }

            DeclaredInterface.Write(code, DeclaredInterface.Of(spec, plan.Facts), members);
        });
    }

    /// <summary>The same members for a declaration that is wrong: they say so when called, and keep the compiler from complaining about missing ones. C# 7.3 reads them, which has no nullable directive.</summary>
    public static string WriteRefusal(CompiledDeclaration declaration)
    {
        (DeclaredSpec spec, CompilationFacts facts, _, string message, EquatableArray<string> taken) = declaration;
        Inherited inherited = new(spec, facts);
        string refusal = $"throw new global::System.InvalidOperationException({Quote(message)})";
        return Write(spec, facts, "The declaration is wrong; its members only say so.", nullable: null, code =>
        {
            WriteConstants(code, inherited, TypeConstants.OfRefused(spec).Where(constant => !taken.Contains(constant.Name)));
            if (spec.HasWeights)
            {
                LayerConstruction.WriteRefused(code, spec, inherited, refusal, taken);
            }

            foreach (Member member in MemberList.Of(spec, "Kernel").Concat(TensorMembers.Of(spec, facts)).Where(member => !taken.Contains(member.Name)))
            {
                code.Line();
                code.Line($"/// <summary>{Xml(member.Summary)}</summary>");
                WriteRemarks(code, [message]);
                WriteParameters(code, member.Parameters);
                WriteBody(code, inherited, member with { Call = refusal });
            }

            DeclaredInterface.WriteRefusal(code, DeclaredInterface.Of(spec, facts), refusal);
        });
    }

    private static string Write(DeclaredSpec spec, CompilationFacts facts, string content, string? nullable, Action<CodeWriter> writeMembers)
    {
        CodeWriter code = new();
        SourceFile.WriteHeader(code, $"{spec.Type.FullName}. {content}", nullable);
        if (spec.Type.HasLowerCaseName)
        {
            code.Line("#pragma warning disable CS8981 // The name is the project's choice.");
        }

        if (spec is BlockSpec)
        {
            code.Line("#pragma warning disable CS0649 // Weights are the caller's to set.");
        }

        code.Line();
        Stack<IDisposable> blocks = new();
        if (spec.Type.Namespace.Length > 0)
        {
            blocks.Push(code.Block($"namespace {spec.Type.Namespace}"));
        }

        foreach (string container in spec.Type.Containers)
        {
            blocks.Push(code.Block($"partial {container}"));
        }

        string bases = DeclaredInterface.Bases(DeclaredInterface.Of(spec, facts));
        using (code.Block($"partial {spec.Type.Keyword} {spec.Type.Name}{bases}"))
        {
            writeMembers(code);
        }

        while (blocks.Count > 0)
        {
            blocks.Pop().Dispose();
        }

        return code.ToString();
    }

    private static void WriteConstants(CodeWriter code, Inherited inherited, IEnumerable<TypeConstant> constants)
    {
        bool first = true;
        foreach (TypeConstant constant in constants)
        {
            if (!first)
            {
                code.Line();
            }

            first = false;
            code.Line($"/// <summary>{constant.Summary}</summary>");
            code.Line($"public {inherited.New(constant.Name)}const int {constant.Name} = {constant.Value};");
        }
    }

    /// <summary>A member; what the first one says already, the plan above all, it inherits.</summary>
    private static void WriteMember(CodeWriter code, Inherited inherited, Member member, Member first, IReadOnlyList<string> remarks)
    {
        bool inherits = member != first && member.FollowsPlan;
        code.Line($"/// <summary>{Xml(member.Summary)}</summary>");
        if (inherits)
        {
            code.Line($"/// <inheritdoc cref=\"{Xml(first.ParameterTypes).Replace("&lt;", "{").Replace("&gt;", "}")}\"/>");
        }
        else if (member.FollowsPlan)
        {
            WriteRemarks(code, remarks);
        }

        WriteParameters(code, member.Parameters.Where(parameter => !inherits || !first.Parameters.Any(known => known.Name == parameter.Name && known.Documentation == parameter.Documentation)));
        MemberError[] known = inherits ? [.. MemberErrors.Of(first)] : [];
        foreach (MemberError error in MemberErrors.Of(member).Where(error => !known.Contains(error)))
        {
            code.Line($"/// <exception cref=\"global::System.{error.Exception}\">{Xml(error.Condition)}</exception>");
        }

        WriteBody(code, inherited, member);
    }

    private static void WriteParameters(CodeWriter code, IEnumerable<Parameter> parameters)
    {
        foreach (Parameter parameter in parameters)
        {
            code.Line($"/// <param name=\"{parameter.Name}\">{Xml(parameter.Documentation)}</param>");
        }
    }

    private static void WriteBody(CodeWriter code, Inherited inherited, Member member)
    {
        code.Line($"[global::System.CodeDom.Compiler.{SourceFile.GeneratedCode}]");
        code.Line($"public {inherited.New(member)}{member.Signature}({string.Join(", ", member.Parameters.Select(static parameter => $"{parameter.Type} {parameter.Name}"))}) =>");
        code.Line($"    {member.Call};");
    }

    private static void WriteRemarks(CodeWriter code, IReadOnlyList<string> remarks)
    {
        if (remarks.Count == 0)
        {
            return;
        }

        code.Line("/// <remarks>");
        foreach (string line in remarks)
        {
            code.Line($"/// ○ {Xml(line)}<br/>");
        }

        code.Line("/// </remarks>");
    }

    private static string Quote(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"") + "\"";

    private static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");
}
