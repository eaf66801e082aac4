using Microsoft.CodeAnalysis;

namespace SpanAttention.Generators.Tests.Harness;

/// <summary>What a consumer compiles against: the framework and the library as it was built for it.</summary>
public sealed class Framework
{
    public static readonly Framework Net80 = new([.. Basic.Reference.Assemblies.Net80.References.All], Path.Combine(AppContext.BaseDirectory, "Net80", "SpanAttention.dll"));

    public static readonly Framework Net100 = new([.. Basic.Reference.Assemblies.Net100.References.All], typeof(AttentionAttribute).Assembly.Location);

    private Framework(IReadOnlyList<MetadataReference> framework, string library) =>
        References = [.. framework, MetadataReference.CreateFromFile(library)];

    public IReadOnlyList<MetadataReference> References { get; }
}
