using SpanAttention.Conformance.Tests.Shapes;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>Distinct declarations, each with a type name of its own.</summary>
public sealed class DeclarationSet
{
    private readonly Dictionary<object, string> names = [];
    private readonly List<string> sources = [];

    public IReadOnlyList<string> Sources => sources;

    public int Count => names.Count;

    public void Add(AttentionDeclaration declaration) => Add(declaration, name => DeclarationWriter.Write(name, declaration));

    public void Add(SelfAttentionDeclaration declaration) => Add(declaration, name => DeclarationWriter.Write(name, declaration));

    public void Add(LayerDeclaration declaration) => Add(declaration, name => DeclarationWriter.Write(name, declaration));

    public string Name(object declaration) => names[declaration];

    private void Add(object declaration, Func<string, string> write)
    {
        string name = $"Attention{names.Count}";
        if (names.TryAdd(declaration, name))
        {
            sources.Add(write(name));
        }
    }
}
