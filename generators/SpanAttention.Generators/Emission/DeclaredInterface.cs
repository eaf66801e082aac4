using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Members;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Emission;

/// <summary>The interface by which generic code reaches the members of an <c>[Attention]</c>: each calls the public member of its name.</summary>
internal static class DeclaredInterface
{
    public const string Name = "global::SpanAttention.IDeclaredAttention";

    private const string Operands = "in global::SpanAttention.AttentionOperands operands";
    private const string Destination = $"{Parameter.Output} destination";
    private const string LogSumExp = $"{Parameter.Output} logSumExp";
    private const string Block = "int block";

    private static readonly IReadOnlyList<Method> Methods =
    [
        new("void", "Forward", [Operands, Destination]),
        new("void", "Forward", [Operands, Destination, LogSumExp]),
        new("void", "ForwardBlock", [Block, Operands, Destination, LogSumExp]),
        new("int", "BlockCount", ["int queryLength"]),
        new("void", "Weights", [Operands, Destination]),
        new("void", "Scores", [Operands, "global::SpanAttention.ScoreStage stage", Destination]),
        new("void", "Merge", [Input("outputA"), Input("logSumExpA"), Input("outputB"), Input("logSumExpB"), $"{Parameter.Output} output", LogSumExp]),
    ];

    public static bool IsImplementedBy(AttentionSpec spec, CompilationFacts facts) =>
        spec.Kind == AttentionKind.Attention && spec.Type.TakesInterfaces && facts.StaticAbstractMembers;

    /// <param name="code">Takes the interface's members.</param>
    /// <param name="members">The public members of the type, which they call.</param>
    public static void Write(CodeWriter code, IReadOnlyList<Member> members)
    {
        foreach (Method method in Methods)
        {
            WriteHeader(code, method);
            WriteBody(code, method, [.. members.Where(method.IsServedBy)]);
        }
    }

    public static void WriteRefusal(CodeWriter code, string refusal)
    {
        foreach (Method method in Methods)
        {
            WriteHeader(code, method);
            code.Line($"{method.Header} =>");
            code.Line($"    {refusal};");
        }
    }

    private static void WriteHeader(CodeWriter code, Method method)
    {
        code.Line();
        code.Line($"[global::System.CodeDom.Compiler.{SourceFile.GeneratedCode}]");
    }

    // Where padding is possible there are two overloads: with keyCount and without.
    private static void WriteBody(CodeWriter code, Method method, IReadOnlyList<Member> overloads)
    {
        string all = Call(overloads.First(static member => !HasKeyCount(member)));
        if (overloads.FirstOrDefault(HasKeyCount) is not { } padded)
        {
            code.Line($"{method.Header} =>");
            code.Line($"    {all};");
            return;
        }

        using (code.Block(method.Header))
        {
            code.Line($"if (operands.KeyCount is int keyCount) {Call(padded)};");
            code.Line($"else {all};");
        }
    }

    private static bool HasKeyCount(Member member) => member.Parameters.Any(static parameter => parameter.Name == "keyCount");

    private static string Call(Member member) => $"{member.Name}({string.Join(", ", member.Parameters.Select(static parameter => Argument(parameter.Name)))})";

    // What the interface's own parameters do not name comes from the operands.
    private static string Argument(string name) =>
        name == "keyCount" || Methods.Any(method => method.Takes(name)) ? name : $"operands.{char.ToUpperInvariant(name[0])}{name.Substring(1)}";

    private static string Input(string name) => $"{Parameter.Input} {name}";

    /// <summary>One member of the interface.</summary>
    private sealed record Method(string Result, string Name, IReadOnlyList<string> Parameters)
    {
        public string Header => $"static {Result} {DeclaredInterface.Name}.{Name}({string.Join(", ", Parameters)})";

        public bool Takes(string parameter) => Parameters.Any(own => own.EndsWith(" " + parameter, StringComparison.Ordinal));

        public bool IsServedBy(Member member) =>
            member.Name == Name && member.Parameters.Any(static parameter => parameter.Name == "logSumExp") == Takes("logSumExp");
    }
}
