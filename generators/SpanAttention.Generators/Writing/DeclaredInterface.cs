using SpanAttention.Generators.Declaring;
using SpanAttention.Generators.Members;
using SpanAttention.Generators.Shapes;
using SpanAttention.Generators.Text;

namespace SpanAttention.Generators.Writing;

/// <summary>The interface by which generic code reaches the members of an <c>[Attention]</c>, with gradients or without, or of a <c>[SelfAttention]</c>, which has fewer: each calls the public member of its name.</summary>
internal static class DeclaredInterface
{
    private const string Attention = "global::SpanAttention.IDeclaredAttention";
    private const string Contexts = "global::SpanAttention.IDeclaredContexts";
    private const string Gradients = "global::SpanAttention.IDeclaredGradients";
    private const string Operands = "in global::SpanAttention.AttentionOperands operands";
    private const string Destination = $"{Parameter.Output} destination";
    private const string LogSumExp = $"{Parameter.Output} logSumExp";
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
        new(Attention, "void", "Merge", [Input("outputA"), Input("logSumExpA"), Input("outputB"), Input("logSumExpB"), $"{Parameter.Output} output", LogSumExp]),
    ];

    /// <summary>The interface that a declared type implements; null for none.</summary>
    public static string? Of(DeclaredSpec spec, CompilationFacts facts) => !spec.Type.TakesInterfaces || !facts.StaticAbstractMembers ? null : spec.Kind switch
    {
        DeclarationKind.Attention => spec is AttentionSpec { Gradients: true } ? Gradients : Attention,
        DeclarationKind.SelfAttention => Contexts,
        _ => null,
    };

    /// <param name="code">Takes the interface's members.</param>
    /// <param name="name">The interface; nothing is written where there is none.</param>
    /// <param name="members">The public members of the type, which they call.</param>
    public static void Write(CodeWriter code, string? name, IReadOnlyList<Member> members)
    {
        foreach (Method method in MethodsOf(name))
        {
            WriteHeader(code, method);
            WriteBody(code, method, [.. members.Where(method.IsServedBy)]);
        }
    }

    public static void WriteRefusal(CodeWriter code, string? name, string refusal)
    {
        foreach (Method method in MethodsOf(name))
        {
            WriteHeader(code, method);
            code.Line($"{method.Header} =>");
            code.Line($"    {refusal};");
        }
    }

    // Each interface extends the one before.
    private static IEnumerable<Method> MethodsOf(string? name)
    {
        string[] interfaces = [Contexts, Attention, Gradients];
        return Methods.Where(method => Array.IndexOf(interfaces, method.Interface) <= Array.IndexOf(interfaces, name));
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
