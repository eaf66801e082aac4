using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using SpanAttention.Generators;

namespace SpanAttention.Benchmarks.Builds;

/// <summary>A library and the generator that belongs to it; declarations compiled by the one run with the other.</summary>
internal sealed class LibraryBuild
{
    private const string Library = "SpanAttention";
    private const string Generator = "SpanAttention.Generators";

    private readonly AssemblyLoadContext context;
    private readonly string libraryPath;
    private readonly Type generator;

    private LibraryBuild(string folder, AssemblyLoadContext context, string libraryPath, Type generator)
    {
        Folder = folder;
        this.context = context;
        this.libraryPath = libraryPath;
        this.generator = generator;
    }

    /// <summary>The build that this project refers to.</summary>
    public static LibraryBuild Own { get; } = new(BuildFolder.Own, AssemblyLoadContext.Default, typeof(AttentionLayout).Assembly.Location, typeof(AttentionGenerator));

    public string Folder { get; }

    /// <summary>All that declarations refer to: the runtime, the packages of this project, its contracts, and the library of this build.</summary>
    public IEnumerable<MetadataReference> References
    {
        get
        {
            string[] assemblies = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator);
            IEnumerable<string> others = assemblies.Where(path => Path.GetFileNameWithoutExtension(path) is not (Library or Generator));
            return others.Append(libraryPath).Select(path => MetadataReference.CreateFromFile(path));
        }
    }

    /// <summary>Loads a build beside those that are loaded already, the same one again if need be.</summary>
    public static LibraryBuild Load(string folder)
    {
        BuildContext context = new(folder);
        Assembly assembly = context.LoadFromAssemblyPath(PathOf(folder, Generator));
        return new LibraryBuild(folder, context, PathOf(folder, Library), assembly.GetType(typeof(AttentionGenerator).FullName!, throwOnError: true)!);
    }

    /// <summary>Whether a folder holds a build.</summary>
    public static bool IsIn(string folder) => File.Exists(PathOf(folder, Library)) && File.Exists(PathOf(folder, Generator));

    public ISourceGenerator CreateGenerator() => ((IIncrementalGenerator)Activator.CreateInstance(generator)!).AsSourceGenerator();

    public Assembly Load(Stream image) => context.LoadFromStream(image);

    private static string PathOf(string folder, string name) => Path.Combine(folder, $"{name}.dll");

    /// <summary>Two assemblies are the build's own; what they and its declarations refer to besides is this process's.</summary>
    private sealed class BuildContext(string folder) : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name is Library or Generator ? LoadFromAssemblyPath(PathOf(folder, assemblyName.Name)) : null;
    }
}
