namespace SpanAttention.Generators.Model;

/// <summary>The facts of the consumer's compilation that the emitted code depends on, and nothing else of it.</summary>
/// <param name="KernelNamespace">The namespace of the emitted kernels: one for each assembly, so that they never clash where one sees another's internals.</param>
/// <param name="AllowUnsafe">Whether <c>[SkipLocalsInit]</c> may be emitted, which saves clearing the stack.</param>
/// <param name="StaticAbstractMembers">Whether the language lets a type implement static members of an interface: C# 11 and later.</param>
/// <param name="TensorSpans">Whether tensor spans are referenced, in a version that no longer calls them experimental.</param>
internal sealed record CompilationFacts(string KernelNamespace, bool AllowUnsafe, bool StaticAbstractMembers, bool TensorSpans = false);
