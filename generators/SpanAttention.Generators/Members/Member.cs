namespace SpanAttention.Generators.Members;

/// <summary>One method of the user's type: documentation, signature, and the kernel call behind it.</summary>
/// <param name="Summary">One sentence.</param>
/// <param name="Signature">Modifiers, return type and name, without <c>public</c>.</param>
/// <param name="Parameters">Parameters in order.</param>
/// <param name="Call">The expression body.</param>
internal sealed record Member(string Summary, string Signature, IReadOnlyList<Parameter> Parameters, string Call)
{
    /// <summary>The last word of the signature.</summary>
    public string Name => Signature.Substring(Signature.LastIndexOf(' ') + 1);

    /// <summary>Results may be written over inputs.</summary>
    public bool WritesInPlace { get; init; }

    /// <summary>Attends, and so works by the plan; others only answer a question about it, or put results together.</summary>
    public bool FollowsPlan { get; init; } = true;

    /// <summary>The name and the types of the parameters: what tells overloads apart.</summary>
    public string ParameterTypes => $"{Name}({string.Join(", ", Parameters.Select(static parameter => parameter.Type))})";
}
