using System.Reflection;
using SpanAttention.Conformance.Tests.Harness;

namespace SpanAttention.Mutations.Running;

/// <summary>Compiled code in a file.</summary>
internal static class Image
{
    public static Assembly Load(string file) => new CollectibleContext().LoadFromStream(new MemoryStream(File.ReadAllBytes(file)));
}
