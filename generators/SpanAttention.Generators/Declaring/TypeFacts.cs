namespace SpanAttention.Generators.Declaring;

/// <summary>Facts that the rules ask of the declared type beside its name.</summary>
/// <param name="IsPartial">Whether the type itself is partial.</param>
/// <param name="NonPartialContainer">The first enclosing type that is not partial, if any.</param>
/// <param name="GenericType">The type or enclosing type that has type parameters, if any.</param>
/// <param name="IsFileLocal">Whether the type or a container is visible in its file only.</param>
/// <param name="IsStatic">Whether it is a static class.</param>
/// <param name="IsSealedClass">Whether it is a sealed, non-static, non-record class.</param>
/// <param name="BaseClass">A base class other than object, if any.</param>
/// <param name="HasConstructor">Whether the user declares an instance constructor.</param>
/// <param name="MemberNames">Names of the user's own members that are not methods, and of the type itself.</param>
/// <param name="MethodNames">Names of the user's own methods.</param>
/// <param name="MethodSignatures">Those methods with the types of their parameters, such as <c>Forward(int, float)</c>.</param>
/// <param name="AttentionAttributes">Metadata names of the attention attributes that the type carries.</param>
internal sealed record TypeFacts(
    bool IsPartial,
    string? NonPartialContainer,
    string? GenericType,
    bool IsFileLocal,
    bool IsStatic,
    bool IsSealedClass,
    string? BaseClass,
    bool HasConstructor,
    EquatableArray<string> MemberNames,
    EquatableArray<string> MethodNames,
    EquatableArray<string> MethodSignatures,
    EquatableArray<string> AttentionAttributes)
{
    /// <summary>Tells whether one of them is that of a block, whose parts the others are.</summary>
    public bool IsBlock { get; init; }

    /// <summary>Tells whether one of them is that of cross-attention, which is a part of a block.</summary>
    public bool IsCross { get; init; }
}
