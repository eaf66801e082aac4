namespace SpanAttention.Generators.Planning;

/// <summary>Plan of a step that declarations of equal plans share: a project has it once.</summary>
internal abstract record SharedPlan
{
    /// <summary>The class of what is emitted.</summary>
    public abstract string ClassName { get; }
}
