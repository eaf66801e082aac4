using System.Globalization;
using SpanAttention.Generators.Declaring;

namespace SpanAttention.Generators.Diagnostics;

/// <summary>Collects findings about one declaration; a finding about an argument stands at that argument, others at the type's name.</summary>
internal sealed class FindingList(Declaration declaration)
{
    private readonly List<Finding> findings = [];

    private FindingList(Declaration declaration, List<Finding> findings)
        : this(declaration) => this.findings = findings;

    /// <summary>The attribute that the findings are about.</summary>
    public DeclarationKind Kind => declaration.Kind;

    /// <summary>The same list for findings about a part of a block.</summary>
    public FindingList Of(Declaration part) => new(part, findings);

    public EquatableArray<Finding> ToArray() => new(findings);

    public bool Any => findings.Count > 0;

    public void Add(Rule rule, params object[] arguments) => Add(rule, declaration.Location, arguments);

    public void AddAt(string argument, Rule rule, params object[] arguments) =>
        Add(rule, declaration.Find(argument)?.Location ?? declaration.Location, arguments);

    private void Add(Rule rule, SourceLocation location, object[] arguments) =>
        findings.Add(new(rule.Id, new(arguments.Select(static argument => Convert.ToString(argument, CultureInfo.InvariantCulture)!)), location));
}
