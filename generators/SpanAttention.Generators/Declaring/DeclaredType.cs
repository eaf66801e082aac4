namespace SpanAttention.Generators.Declaring;

/// <summary>The user's type, as far as a second part of it must repeat it.</summary>
/// <param name="Namespace">Empty for the global namespace.</param>
/// <param name="Containers">Enclosing types, outermost first, each as <c>keyword name</c>.</param>
/// <param name="Keyword"><c>struct</c>, <c>class</c>, <c>record struct</c> or <c>record</c>.</param>
/// <param name="Name">The name as it is written in source, with its @ where it is a keyword.</param>
/// <param name="FileName">What the names of emitted files begin with: no other type's do, even where case is not told apart.</param>
/// <param name="TakesInterfaces">Whether it may implement an interface: a static class and a ref struct may not.</param>
internal sealed record DeclaredType(
    string Namespace, EquatableArray<string> Containers, string Keyword, string Name, string FileName, bool TakesInterfaces)
{
    /// <summary>Members of base classes that it sees, such as <c>Heads</c> and <c>Forward(int, float)</c>, save what is yet to be emitted.</summary>
    public EquatableArray<string> Inherited { get; init; }

    /// <summary>The part of a block that is meant, such as <c>Attention</c>; empty for the type itself.</summary>
    public string Part { get; init; } = "";

    /// <summary>The containers' names and the type's own, outermost first.</summary>
    public IEnumerable<string> Path => Containers.Select(static container => container.Substring(container.LastIndexOf(' ') + 1)).Concat([Name]).Select(Bare);

    /// <summary>Its name or a container's is of small ASCII letters alone, which the compiler keeps for the language.</summary>
    public bool HasLowerCaseName => Path.Any(static name => name.All(static letter => letter is >= 'a' and <= 'z'));

    /// <summary>The name as documentation and messages show it, such as <c>Game.Squad.Attention</c>.</summary>
    public string FullName => string.Join(".", NamespaceParts.Concat(Path));

    /// <summary>The class that holds the emitted code. An underscore of the user's becomes _0, which no name begins with, so that two types never share a kernel.</summary>
    public string KernelName => (Part.Length == 0 ? ClassName : $"{ClassName}_1{Part}") + "Kernel"; // no name of the user's has _1

    /// <summary>The class that takes tensor spans for the kernel.</summary>
    public string TensorsName => ClassName + "Tensors";

    private string ClassName => string.Join("_", NamespaceParts.Concat(Path).Select(static part => part.Replace("_", "_0")));

    private IEnumerable<string> NamespaceParts => Namespace.Length == 0 ? [] : Namespace.Split('.').Select(Bare);

    private static string Bare(string name) => name.TrimStart('@');
}
