using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Tests.Reference;

/// <summary>Tables of every attribute's properties, every emitted member and every enum's values, in the words of their documentation, such as <c>| `Heads` | `int` | Query heads. Default: 1. |</c>.</summary>
internal static class ReferenceTables
{
    /// <summary>The declarations whose members the tables list. What only a later one of an attribute has, it has by the property named beside it.</summary>
    private static readonly (Type Attribute, string Arguments, string Reason)[] Declarations =
    [
        (typeof(SelfAttentionAttribute), "InputDim = 8, SequenceLength = 16", ""),
        (typeof(SelfAttentionAttribute), "InputDim = 8, Gradients = true", "Gradients"),
        (typeof(AttentionAttribute), "HeadDim = 8, SequenceLength = 16", ""),
        (typeof(AttentionAttribute), "HeadDim = 8, SequenceLength = 16, Gradients = true", "Gradients"),
        (typeof(AdditiveAttentionAttribute), "HeadDim = 8, SequenceLength = 16", ""),
        (typeof(AdditiveAttentionAttribute), "HeadDim = 8, SequenceLength = 16, Gradients = true", "Gradients"),
        (typeof(MultiHeadAttentionAttribute), "InputDim = 8, SequenceLength = 16", ""),
        (typeof(MultiHeadAttentionAttribute), "InputDim = 8, Causal = true, ContextLength = 16", "ContextLength"),
        (typeof(MultiHeadAttentionAttribute), "InputDim = 8, ContextDim = 8", "ContextDim"),
        (typeof(MultiHeadAttentionAttribute), "InputDim = 8, KeyInputDim = 8, ValueInputDim = 8", "KeyInputDim"),
        (typeof(MultiHeadAttentionAttribute), "InputDim = 8, Gradients = true", "Gradients"),
        (typeof(MultiHeadAttentionAttribute), "InputDim = 8, ContextDim = 8, Gradients = true", "Gradients over a context"),
        (typeof(LinearAttribute), "InputDim = 8, OutputDim = 16", ""),
        (typeof(LinearAttribute), "InputDim = 8, OutputDim = 16, Gradients = true", "Gradients"),
        (typeof(FeedForwardAttribute), "InputDim = 8, HiddenDim = 32", ""),
        (typeof(FeedForwardAttribute), "InputDim = 8, HiddenDim = 32, Gradients = true", "Gradients"),
        (typeof(TransformerBlockAttribute), "", ""),
        (typeof(TransformerBlockAttribute), "", "ContextLength"),
        (typeof(TransformerBlockAttribute), "Gradients = true", "Gradients"),
        (typeof(CrossAttentionAttribute), "InputDim = 8, ContextDim = 8", ""),
        (typeof(CrossAttentionAttribute), "InputDim = 8, ContextDim = 8", "ContextLength"),
        (typeof(CrossAttentionAttribute), "InputDim = 8, ContextDim = 8", "Gradients"),
    ];

    /// <summary>Attributes beside one that declares nothing alone.</summary>
    private static string Parts(Type attribute, string reason)
    {
        string parts = $"[SpanAttention.MultiHeadAttention(InputDim = 8{(reason == "ContextLength" ? ", Causal = true, ContextLength = 16" : "")})] [SpanAttention.FeedForward(InputDim = 8, HiddenDim = 32)]";
        return attribute == typeof(TransformerBlockAttribute) ? parts
            : attribute == typeof(CrossAttentionAttribute) ? $"[SpanAttention.TransformerBlock({(reason == "Gradients" ? "Gradients = true" : "")})] {parts}"
            : "";
    }

    private static readonly Dictionary<string, XElement> Comments =
        XDocument.Load(Path.ChangeExtension(typeof(AttentionAttribute).Assembly.Location, ".xml")).Descendants("member").ToDictionary(member => member.Attribute("name")!.Value);

    private static IEnumerable<Type> PublicTypes => typeof(AttentionAttribute).Assembly.GetExportedTypes().Where(type => type.Namespace == nameof(SpanAttention)).OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>Attributes in the order of their declarations, then those that declare nothing.</summary>
    public static IEnumerable<Type> Attributes =>
        Declarations.Select(declaration => declaration.Attribute).Union(PublicTypes.Where(type => type.IsAssignableTo(typeof(Attribute))));

    public static IEnumerable<string> Write() =>
        Attributes.SelectMany(Attribute)
            .Concat(PublicTypes.Where(type => type.IsEnum).SelectMany(Enum));

    private static IEnumerable<string> Attribute(Type attribute) =>
    [
        $"### `[{Name(attribute)}]`",
        "",
        Summary($"T:{attribute.FullName}"),
        "",
        .. Table(["property", "type", ""], attribute.GetProperties().Where(property => property.DeclaringType == attribute).Select(property =>
            new[] { $"`{property.Name}`", $"`{TypeName(property.PropertyType)}`", Summary($"P:{attribute.FullName}.{property.Name}") })),
        .. Table(["emitted member", ""], Members(attribute)),
    ];

    private static IEnumerable<string> Enum(Type type) =>
    [
        $"### `{type.Name}`",
        "",
        Summary($"T:{type.FullName}"),
        "",
        .. Table(["value", ""], type.GetEnumNames().Select(name => new[] { $"`{name}`", Summary($"F:{type.FullName}.{name}") })),
    ];

    private static IEnumerable<string> Table(string[] head, IEnumerable<string[]> rows)
    {
        string[] lines = [.. rows.Select(Row)];
        return lines.Length == 0 ? [] : [Row(head), $"|{string.Concat(head.Select(_ => "---|"))}", .. lines, ""];
    }

    private static string Row(string[] cells) => $"|{string.Concat(cells.Select(cell => cell.Length > 0 ? $" {cell} |" : "|"))}";

    /// <summary>Signatures and summaries of the members that an attribute's declarations have, each once.</summary>
    public static IEnumerable<string[]> Members(Type attribute)
    {
        HashSet<string> listed = [];
        foreach ((_, string arguments, string reason) in Declarations.Where(each => each.Attribute == attribute))
        {
            foreach (ISymbol member in Emitted(attribute, arguments, reason).Where(member => listed.Add(Signature(member))))
            {
                string summary = DocumentationText.Summary(XElement.Parse(member.GetDocumentationCommentXml()!));
                yield return [$"`{Signature(member)}`", reason.Length > 0 ? $"With `{reason}`: {summary}" : summary];
            }
        }
    }

    private static IEnumerable<ISymbol> Emitted(Type attribute, string arguments, string reason)
    {
        GeneratorRun run = GeneratorHarness.Run($"/// <summary>Declared.</summary>\n[SpanAttention.{Name(attribute)}({arguments})] {Parts(attribute, reason)} public sealed partial class Declared;");
        run.AssertClean();
        return run.Compilation.GetTypeByMetadataName("Declared")!.GetMembers()
            .Where(member => member is { DeclaredAccessibility: Accessibility.Public, IsImplicitlyDeclared: false });
    }

    private static string Signature(ISymbol member) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => $"new({Parameters(constructor)})",
        IMethodSymbol method => $"{method.Name}({Parameters(method)})",
        _ => member.Name,
    };

    private static string Parameters(IMethodSymbol method) => string.Join(", ", method.Parameters.Select(parameter => parameter.Name));

    private static string Name(Type attribute) => attribute.Name[..^nameof(System.Attribute).Length];

    private static string TypeName(Type type) =>
        type == typeof(int) ? "int" : type == typeof(long) ? "long" : type == typeof(double) ? "double" : type == typeof(bool) ? "bool" : type.Name;

    private static string Summary(string name) => DocumentationText.Summary(Comments[name]);
}
