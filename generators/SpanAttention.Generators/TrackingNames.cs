namespace SpanAttention.Generators;

/// <summary>Names of the pipeline's steps, which tests ask for.</summary>
internal static class TrackingNames
{
    /// <summary>Declarations as they stand in the source.</summary>
    public const string Declarations = nameof(Declarations);

    /// <summary>Spec and findings.</summary>
    public const string Checked = nameof(Checked);

    /// <summary>Facts of the compilation.</summary>
    public const string Facts = nameof(Facts);

    /// <summary>Budget of the assembly's declarations.</summary>
    public const string Budget = nameof(Budget);

    /// <summary>Findings about cost.</summary>
    public const string Costs = nameof(Costs);

    /// <summary>Findings to report.</summary>
    public const string Findings = nameof(Findings);

    /// <summary>Plans of what declarations share, each once.</summary>
    public const string Shared = nameof(Shared);

    /// <summary>Plan or refusal: all that emission reads, free of locations.</summary>
    public const string Compiled = nameof(Compiled);
}
