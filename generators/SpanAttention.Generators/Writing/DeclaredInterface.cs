using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Members;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>The interface by which generic code reaches the members of an <c>[Attention]</c>, with what it declares beyond forward, or of a <c>[SelfAttention]</c>, which has fewer: each calls the public member of its name.</summary>
internal static class DeclaredInterface
{
    private const string Attention = "global::SpanAttention.IDeclaredAttention";
    private const string Contexts = "global::SpanAttention.IDeclaredContexts";
    private const string Gradients = "global::SpanAttention.IDeclaredGradients";
    private const string State = "global::SpanAttention.IDeclaredState";
    private const string Operands = "in global::SpanAttention.AttentionOperands operands";
    private const string Destination = $"{Parameter.Output} destination";
    private const string LogSumExp = $"{Parameter.Output} logSumExp";
    private const string CarriedState = $"{Parameter.Output} state";
    private const string Block = "int block";
    private const string Gradient = nameof(Gradient);

    private static readonly IReadOnlyList<Method> Methods =
    [
        new(Contexts, "void", "Forward", [Operands, Destination]),
        new(Attention, "void", "Forward", [Operands, Destination, LogSumExp]),
        new(Attention, "void", "ForwardBlock", [Block, Operands, Destination, LogSumExp]),
        new(Attention, "int", "BlockCount", ["int queryLength"]),
        new(Contexts, "void", "Weights", [Operands, Destination]),
        new(Contexts, "void", "Scores", [Operands, "global::SpanAttention.ScoreStage stage", Destination]),
        new(Gradients, "void", "Backward", [Operands, Input("context"), Input("logSumExp"), Input("contextGradient"), "in global::SpanAttention.AttentionGradients gradients"]),
        new(State, "int", "StateLength", ["int queryLength"]),
        new(State, "void", "Begin", [Operands, CarriedState]),
        new(State, "void", "Continue", [Operands, "int firstKey", "int totalKeys", CarriedState]),
        new(State, "void", "Finish", [Input("state"), Destination, LogSumExp]),
        new(Attention, "void", "Merge", [Input("outputA"), Input("logSumExpA"), Input("outputB"), Input("logSumExpB"), $"{Parameter.Output} output", LogSumExp]),
    ];

    /// <summary>The interfaces that a declared type implements, each after the one that it extends; none for a type that takes none.</summary>
    public static IReadOnlyList<string> Of(DeclaredSpec spec, CompilationFacts facts) => !spec.Type.TakesInterfaces || !facts.StaticAbstractMembers ? [] : spec switch
    {
        AttentionSpec { Kind: DeclarationKind.Attention } attention => [Contexts, Attention, .. attention.Gradients ? new[] { Gradients } : [], .. attention.State ? new[] { State } : []],
        { Kind: DeclarationKind.SelfAttention } => [Contexts],
        _ => [],
    };

    /// <summary>Those of them that a type lists, as no other one extends them. The first two are a chain, and what is declared beyond forward extends both.</summary>
    public static string Bases(IReadOnlyList<string> names)
    {
        string[] bases = [.. names.Skip(Math.Min(2, names.Count - 1))];
        return bases.Length == 0 ? "" : $" : {string.Join(", ", bases)}";
    }

    /// <param name="code">Takes the interface's members.</param>
    /// <param name="names">The interfaces; nothing is written where there is none.</param>
    /// <param name="members">The public members of the type, which they call.</param>
    public static void Write(CodeWriter code, IReadOnlyList<string> names, IReadOnlyList<Member> members)
    {
        foreach (Method method in Methods.Where(method => names.Contains(method.Interface)))
        {
            WriteHeader(code, method);
            WriteBody(code, method, [.. members.Where(method.IsServedBy)]);
        }
    }

    public static void WriteRefusal(CodeWriter code, IReadOnlyList<string> names, string refusal)
    {
        foreach (Method method in Methods.Where(method => names.Contains(method.Interface)))
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
        string all = Call(method, overloads.First(static member => !HasKeyCount(member)));
        if (overloads.FirstOrDefault(HasKeyCount) is not { } padded)
        {
            code.Line($"{method.Header} =>");
            code.Line($"    {all};");
            return;
        }

        using (code.Block(method.Header))
        {
            code.Line($"if (operands.KeyCount is int keyCount) {Call(method, padded)};");
            code.Line($"else {all};");
        }
    }

    private static bool HasKeyCount(Member member) => member.Parameters.Any(static parameter => parameter.Name == "keyCount");

    private static string Call(Method method, Member member) => $"{member.Name}({string.Join(", ", member.Parameters.Select(parameter => Argument(method, parameter)))})";

    // What the interface's own parameters do not name comes from the operands.
    private static string Argument(Method method, Parameter parameter) => parameter.Name switch
    {
        "inputs" => $"global::SpanAttention.Primitives.SelfOperands.Inputs(operands, {parameter.Axes[1].Code}{(method.Takes("stage") ? ", stage" : "")})",
        string name when name == "keyCount" || method.Takes(name) => name,
        string name when name.EndsWith(Gradient, StringComparison.Ordinal) => $"gradients.{Casing.Pascal(name.Substring(0, name.Length - Gradient.Length))}",
        string name => $"operands.{Casing.Pascal(name)}",
    };

    private static string Input(string name) => $"{Parameter.Input} {name}";

    /// <summary>One member of the interface.</summary>
    private sealed record Method(string Interface, string Result, string Name, IReadOnlyList<string> Parameters)
    {
        public string Header => $"static {Result} {Interface}.{Name}({string.Join(", ", Parameters)})";

        public bool Takes(string parameter) => Parameters.Any(own => own.EndsWith(" " + parameter, StringComparison.Ordinal));

        public bool IsServedBy(Member member) =>
            member.Name == Name && member.Parameters.Any(static parameter => parameter.Name == "logSumExp") == Takes("logSumExp");
    }
}
