using System.Reflection;
using System.Runtime.Loader;

namespace SpanAttention.Conformance.Tests.Harness;

/// <summary>A place for compiled declarations that goes when nothing refers to them; all else comes from the tests' own context.</summary>
public sealed class CollectibleContext() : AssemblyLoadContext(isCollectible: true)
{
    protected override Assembly? Load(AssemblyName assemblyName) =>
        Default.Assemblies.FirstOrDefault(assembly => assembly.GetName().Name == assemblyName.Name);
}
