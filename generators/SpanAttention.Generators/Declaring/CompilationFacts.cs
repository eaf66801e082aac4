namespace SpanAttention.Generators.Declaring;

/// <summary>The facts of the consumer's compilation that the emitted code depends on, and nothing else of it.</summary>
/// <param name="KernelNamespace">The namespace of the emitted kernels: one for each assembly, so that they never clash where one sees another's internals.</param>
/// <param name="AllowUnsafe">Whether <c>[SkipLocalsInit]</c> may be emitted, which saves clearing the stack.</param>
/// <param name="TensorSpans">Whether tensor spans are referenced, in a version that no longer calls them experimental.</param>
/// <param name="LanguageVersion">The version of C#, as the compiler numbers it: 1200 is C# 12.0, 703 is C# 7.3.</param>
/// <param name="VectorWidths">The vector widths that the project asks for, as they stand in its property, such as 256 and 128; none for all.</param>
internal sealed record CompilationFacts(
    string KernelNamespace,
    bool AllowUnsafe,
    bool TensorSpans = false,
    int LanguageVersion = CompilationFacts.EmittedLanguageVersion,
    EquatableArray<string> VectorWidths = default)
{
    /// <summary>Version of the language that emitted code is written in: C# 12.0, that of .NET 8, for its primary constructors of structs.</summary>
    public const int EmittedLanguageVersion = 1200;

    private const int FirstWithStaticAbstractMembers = 1100;

    /// <summary>Tells whether the language lets a type implement static members of an interface: C# 11 and later.</summary>
    public bool StaticAbstractMembers => LanguageVersion >= FirstWithStaticAbstractMembers;
}
